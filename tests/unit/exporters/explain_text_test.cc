#include "exporters/explain_text.h"

#include <gmock/gmock.h>

#include "exporters/status_json.h"
#include "tests/unit/exporters/golden.h"
#include "tests/unit/exporters/sample_snapshot.h"

namespace replwatch::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string explained(const Snapshot& snapshot, const char* link, bool local) {
  const auto answer = link_json(View(snapshot, at()), link, local);
  const Result<std::string> said = explain_text(answer.value_or(""), false);
  return said ? *said : "failed: " + std::string(code(said.error().reason));
}

TEST(ExplainText, IsTheGoldenFileForABrokenLink) {
  expect_golden("explain_broken.txt", explained(full_snapshot(), "voms", true));
}

TEST(ExplainText, IsTheGoldenFileForAGoodLink) {
  Snapshot snapshot = full_snapshot();
  snapshot.links[0].evidence.source = sample_source().sight;
  expect_golden("explain_ok.txt", explained(snapshot, "lfc", false));
}

TEST(ExplainText, VerbatimWordsAreSaidOnlyWhereTheAgentGivesThem) {
  EXPECT_THAT(explained(full_snapshot(), "voms", true), HasSubstr("in its own words: CN=<script>"));
  EXPECT_THAT(explained(full_snapshot(), "voms", false), Not(HasSubstr("in its own words")));
}

TEST(ExplainText, WhatIsNotKnownIsSaidWithItsReason) {
  Snapshot snapshot = unlooked_snapshot();
  snapshot.links[0].evidence.freshness.why_unknown = "the source has not been sampled yet";
  const std::string said = explained(snapshot, "lfc", false);
  EXPECT_THAT(said, HasSubstr("cannot be said, because the source has not been sampled yet."));
  EXPECT_THAT(said, HasSubstr("at most  not known"));
}

TEST(ExplainText, AHostileAnswerCannotSteerTheTerminal) {
  const auto said = explain_text(
      R"({"link": {"name": "x\u001b]0;t\u0007", "sentence": "\r\n\u009b31m", "evidence": [{"text": "\u001b[2J"}, 7],
          "ruled_out": ["\u001b[5m", {}], "findings": "none", "if_source_lost": [1]}})",
      false);
  ASSERT_TRUE(said);
  EXPECT_EQ(said->find_first_of("\x1b\x07\r"), std::string::npos);
  EXPECT_THAT(*said, Not(HasSubstr("\xC2\x9b")));
}

TEST(ExplainText, WhatIsNoAnswerIsRefused) {
  for (const char* answer : {"", "{", "[]", "null", R"({"links": []})", R"({"link": 1})"}) {
    const auto said = explain_text(answer, false);
    ASSERT_FALSE(said) << answer;
    EXPECT_EQ(said.error().reason, Reason::malformed);
  }
}

}  // namespace
}  // namespace replwatch::testing
