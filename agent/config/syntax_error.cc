#include "agent/config/syntax_error.h"

#include <algorithm>

#include "probes/text.h"

namespace replwatch::config {
namespace {

struct Hint {
  std::string_view parser_says;  // a piece of the parser's words
  std::string_view text;
};
// The first that fits: the particular ones before the general ones.
constexpr Hint kHints[] = {
    {"invalid comment", "a comment is not closed, or is none; write // to the end of the line, or /* and */"},
    {"missing closing quote", "the closing quote of a text is missing; add it"},
    {"control character", "a line break or control character stands inside quotes; add the closing quote"},
    {"ill-formed UTF-8", "a text is not UTF-8; save the file as UTF-8"},
    {"invalid string", "an unknown escape follows a backslash; write \\\\ for a backslash"},
    {"number overflow", "a number is larger than any key here takes; write a smaller one"},
    {"; expected end of input", "something follows the end of the configuration; check the } before it"},
    {"object key - unexpected '}'", "a comma stands before }; remove the comma"},
    {"value - unexpected ']'", "a comma stands before ]; remove the comma"},
    {"value - unexpected '}'", "a value is missing before }; write one after the colon"},
    {"unexpected ','", "a comma follows no entry; remove the comma"},
    {"unexpected end of input", "the file ends too early; check that every {, [ and quote is closed"},
    {"parsing object key", "a key is not in double quotes; write it like \"servers\""},
    {"parsing object separator", "a colon is missing between key and value; add it"},
    {"invalid literal",
     "something stands here that is neither text in double quotes, a number, true nor false; write one of "
     "these"},
    {"expected '}'", "a comma is missing after the entry before this one, or a } is; add it"},
    {"expected ']'", "a comma is missing after the entry before this one, or a ] is; add it"},
};

}  // namespace

std::string syntax_error(std::string_view text, std::size_t position, std::string_view parser_words,
                         bool nothing_before) {
  if (nothing_before && parser_words.find("unexpected end of input") != std::string_view::npos) {
    return "is empty; write at least {\"servers\": {...}}";
  }
  const std::size_t at = std::min(position == 0 ? 0 : position - 1, text.size());
  const std::size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const std::size_t column = newline == std::string_view::npos ? at + 1 : at - newline;
  const std::string where =
      at == text.size() ? "no valid JSON: " : "no valid JSON at column " + std::to_string(column) + ": ";
  if (at < text.size() && text[at] == '#') return where + "# begins no comment here; write //";
  const auto* hint = std::ranges::find_if(
      kHints, [&](const Hint& row) { return parser_words.find(row.parser_says) != std::string_view::npos; });
  return where + (hint != std::end(kHints) ? std::string(hint->text) : one_line(parser_words, 200));
}

}  // namespace replwatch::config
