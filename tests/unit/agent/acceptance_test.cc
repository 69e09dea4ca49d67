#include "agent/acceptance.h"

#include <gtest/gtest.h>

namespace replwatch::agent {
namespace {

using namespace std::chrono_literals;

TEST(AcceptFindings, OnlyThoseThatAreNamedAndOnlyUntilTheirDate) {
  const WallTime until{1000s};
  const Acceptances accepted{{"subject_not_checked", {"one authority only", until}}};
  const auto judged = [&](WallTime now) {
    std::vector<link::Finding> findings(2);
    findings[0].code = link::FindingCode::subject_not_checked;
    findings[1].code = link::FindingCode::key_readable;
    accept_findings(accepted, findings, now);
    return findings;
  };
  EXPECT_TRUE(judged(until - 1ns)[0].accepted);
  EXPECT_EQ(judged(until - 1ns)[0].accept_reason, "one authority only");
  EXPECT_FALSE(judged(until - 1ns)[1].accepted);
  EXPECT_FALSE(judged(until)[0].accepted);
}

}  // namespace
}  // namespace replwatch::agent
