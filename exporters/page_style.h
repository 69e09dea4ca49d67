// The style of the status page, dark and light, and the content security policy that allows it and nothing
// else: the policy holds the SHA-256 of the style, a test compares the two.
#pragma once

#include <string_view>

namespace replwatch::exporters {

inline constexpr std::string_view kPageStyle =
    R"css(
:root { color-scheme: light dark; --back: #f6f7f9; --card: #ffffff; --text: #1b1f24; --dim: #525a63; --line: #c9cfd6;
  --ok: #116329; --warning: #7a4d00; --critical: #b3261e; --unknown: #525a63; }
@media (prefers-color-scheme: dark) {
  :root { --back: #12161b; --card: #1b2128; --text: #e6edf3; --dim: #a5afba; --line: #3a434d;
    --ok: #4ac26b; --warning: #e3b341; --critical: #ff8a80; --unknown: #a5afba; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 1rem/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.35rem; margin: .3rem 0; }
h2 { font-size: 1.1rem; margin: 0; }
h3, dt { font-size: .85rem; font-weight: 600; color: var(--dim); margin: .7rem 0 .1rem; }
a { color: inherit; }
article, table { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; }
article { padding: .8rem 1rem; margin: 1rem 0; border-left-width: .5rem; }
article.ok { border-left-color: var(--ok); }
article.warning { border-left-color: var(--warning); border-left-style: dashed; }
article.critical { border-left-color: var(--critical); border-left-style: double; }
article.unknown { border-left-color: var(--unknown); border-left-style: dotted; }
.word { font-weight: 700; }
.word.ok, .hop.ok b { color: var(--ok); }
.word.warning, .hop.suspect b { color: var(--warning); }
.word.critical, .hop.broken b { color: var(--critical); }
.word.unknown, .hop.unknown b { color: var(--unknown); }
.dim { color: var(--dim); }
ol.hops { list-style: none; display: flex; flex-wrap: wrap; gap: .4rem; padding: 0; margin: .6rem 0; }
.hop { border: 1px solid var(--line); border-radius: .4rem; padding: .2rem .6rem; }
.hop.broken { border: 3px double var(--critical); }
.hop.suspect { border: 2px dashed var(--warning); }
.hop.unknown { border-style: dotted; }
.hop + .hop::before { content: "\2192  "; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: 0 1rem; margin: .4rem 0; }
dd { margin: 0; }
ul { margin: .2rem 0; padding-left: 1.2rem; }
code { font: .9em ui-monospace, monospace; }
table { width: 100%; border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; padding: .25rem .6rem; border-top: 1px solid var(--line); vertical-align: top; }
)css";

inline constexpr std::string_view kPagePolicy =
    "default-src 'none'; style-src 'sha256-/DNWtuuMfzSoG3MIHMG0kwz6xjDv/GMK4yATAnxQg58='; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

}  // namespace replwatch::exporters
