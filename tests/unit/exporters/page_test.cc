#include "exporters/page.h"

#include <gmock/gmock.h>

#include "exporters/html.h"
#include "tests/unit/exporters/golden.h"
#include "tests/unit/exporters/sample_snapshot.h"

namespace replwatch::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string page_of(const Snapshot& snapshot, Duration later = {}, bool local = false) {
  return page(View(snapshot, at(later)), local);
}

TEST(Page, IsTheGoldenFile) {
  expect_golden("page_full_local.html", page_of(full_snapshot(), {}, true));
  expect_golden("page_unlooked.html", page_of(unlooked_snapshot()));
  expect_golden("page_empty.html", page_of(empty_snapshot()));
}

TEST(Page, WorstLinkStandsFirst) {
  const std::string html = page_of(full_snapshot());
  EXPECT_LT(html.find("<h2>voms"), html.find("<h2>lfc"));
}

TEST(Page, HostileTextsAreTextAndNothingElse) {
  Snapshot snapshot = full_snapshot();
  LinkRecord& link = snapshot.links[0];
  link.name = link.source = link.verdict.sentence = link.verdict.next = kHostile;
  link.findings[0].text = link.findings[0].remedy = link.findings[1].accept_reason = kHostile;
  link.verdict.severity = link::Severity::critical;
  snapshot.servers[0].address = snapshot.config_error = snapshot.version = kHostile;
  const std::string html = page_of(snapshot, {}, true);
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("\x1b")));
  EXPECT_THAT(html, Not(HasSubstr("\xff")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"));
}

TEST(Page, VerbatimTextsAreThereOnlyLocally) {
  EXPECT_THAT(page_of(full_snapshot(), {}, true), HasSubstr("alert("));
  EXPECT_THAT(page_of(full_snapshot(), {}, false), Not(HasSubstr("alert(")));
}

TEST(Page, StuckLoopIsSaidAndNothingLooksHealthy) {
  const std::string html = page_of(full_snapshot(), 60s);
  EXPECT_THAT(html, HasSubstr("loop is stuck"));
  EXPECT_THAT(html, Not(HasSubstr("article class=\"ok\"")));
  EXPECT_THAT(page_of(full_snapshot()), Not(HasSubstr("loop is stuck")));
}

TEST(Page, LinkWithoutTunnelHasNoHopsOfOne) {
  Snapshot snapshot = full_snapshot();
  for (LinkRecord& link : snapshot.links) link.tunnel = "";
  EXPECT_THAT(page_of(snapshot), Not(HasSubstr("tunnel_server")));
}

TEST(Html, EscapedTextHoldsNoMarkup) {
  EXPECT_EQ(escaped("a<b>&\"c'\n\t\x01"), "a&lt;b&gt;&amp;&quot;c&#39;   ");
  EXPECT_EQ(escaped("\xff"), "\xef\xbf\xbd");
}

}  // namespace
}  // namespace replwatch::testing
