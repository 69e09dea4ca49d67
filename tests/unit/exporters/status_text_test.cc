#include "exporters/status_text.h"

#include <gmock/gmock.h>

#include "exporters/status_json.h"
#include "exporters/text_table.h"
#include "tests/unit/exporters/golden.h"
#include "tests/unit/exporters/sample_snapshot.h"

namespace replwatch::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string said(const std::string& answer, const TextOptions& options = {}) {
  const Result<std::string> text = status_text(answer, options);
  return text ? *text : "failed: " + std::string(code(text.error().reason));
}

std::string answer_of(const Snapshot& snapshot) { return status_json(View(snapshot, at()), true); }

TEST(StatusText, IsTheGoldenFile) { expect_golden("status_full.txt", said(answer_of(full_snapshot()))); }

TEST(StatusText, WorstLinkStandsFirst) {
  const std::string text = said(answer_of(full_snapshot()));
  EXPECT_LT(text.find("\nvoms"), text.find("\nlfc"));
  EXPECT_THAT(text, HasSubstr("tunnel_server [X broken] -> network [! suspect]"));
}

TEST(StatusText, AnswerForOneLinkShowsItsHopsEvenWhenItIsOk) {
  const Snapshot snapshot = full_snapshot();
  const std::string text = said(*link_json(View(snapshot, at()), "lfc", false));
  EXPECT_THAT(text, HasSubstr("source [ok] -> tunnel_server [ok]"));
  EXPECT_EQ(text, said(answer_of(snapshot), {.colour = false, .link = "lfc"}));
}

TEST(StatusText, LinkWithoutTunnelHasNoHopsOfOne) {
  Snapshot snapshot = full_snapshot();
  snapshot.links[1].tunnel = "";
  EXPECT_THAT(said(answer_of(snapshot)), Not(HasSubstr("tunnel_server [")));
}

TEST(StatusText, ColourOnlyWhereAskedFor) {
  const std::string answer = answer_of(full_snapshot());
  EXPECT_THAT(said(answer), Not(HasSubstr("\x1b")));
  EXPECT_THAT(said(answer, {.colour = true, .link = ""}), HasSubstr("\x1b[31;1mcritical\x1b[0m"));
}

TEST(StatusText, UnknownNumbersAreSaidToBeNotKnown) {
  EXPECT_THAT(said(answer_of(unlooked_snapshot())), HasSubstr("not known  not known"));
}

TEST(StatusText, HostileAnswerCannotSteerTheTerminal) {
  const std::string text =
      said(R"({"summary": "a\u001b[2Jb", "links": [{"name": "x\u001b]0;t\u0007", "severity": "ok",
      "sentence": "\r\n\u009b31m", "hops": [{"hop": "\u001b[0m", "state": "\u001b[5m"}]}]})");
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\x07")));
  EXPECT_THAT(text, Not(HasSubstr("\r")));
  EXPECT_THAT(text, Not(HasSubstr("\xc2\x9b")));
}

TEST(StatusText, RefusesWhatIsNoAnswerOfAnAgent) {
  for (const char* answer :
       {"", "{", "[]", "null", "7", "{}", R"({"links": 3})", R"({"link": []})", "<html>"})
    EXPECT_EQ(said(answer), "failed: malformed") << answer;
}

TEST(StatusText, MembersOfAnotherTypeDoNotThrow) {
  const std::string text =
      said(R"({"summary": 3, "links": [7, {"name": [], "severity": {}, "hops": [1, {"hop": 2}],
      "findings": {"a": 1}, "since_seconds": "x", "tunnel": "t"}, null]})");
  EXPECT_THAT(text, HasSubstr("not known"));
}

TEST(StatusText, UnknownLinkIsMissing) {
  EXPECT_EQ(said(answer_of(full_snapshot()), {.colour = false, .link = "atlas"}), "failed: missing");
}

TEST(TextTable, ColumnsAreMeasuredInCharacters) {
  EXPECT_EQ(aligned({{{"\xc3\xa9", ""}, {"x", ""}}, {{"ab", "31"}, {"y", ""}}}),
            "\xc3\xa9   x\n\x1b[31mab\x1b[0m  y\n");
}

}  // namespace
}  // namespace replwatch::testing
