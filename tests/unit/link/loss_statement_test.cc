#include "probes/link/loss_statement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "probes/link/find.h"
#include "tests/unit/link/evidence_builder.h"

namespace replwatch::link {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

LossStatement of(const Given& given) { return loss_statement(given.evidence, find(given.evidence)); }

TEST(LossStatement, AHealthyLinkIsSaidWithoutReserve) { EXPECT_EQ(of(Given()), LossStatement()); }

TEST(LossStatement, WhatIsNotKnownIsNotSaidAndTheReasonIs) {
  Given given;
  EXPECT_EQ(of(given.source_not_configured()).unsaid, "the source is not sampled");
  given.evidence.freshness.why_unknown = "";
  EXPECT_EQ(of(given).unsaid, "the link has not been judged yet");
}

struct Case {
  const char* says;
  std::function<void(Given&)> change;
};

const Case kWeaker[] = {
    {"passes over errors", [](Given& g) { g.evidence.replica.variables.value->slave_skip_errors = "1062"; }},
    {"does not sync", [](Given& g) { g.evidence.source.variables.value->sync_binlog = 0; }},
    {"accepts writes", [](Given& g) { g.evidence.replica.variables.value->read_only = false; }},
    {"databases alone: DB_1, DB_2",
     [](Given& g) {
       g.status().do_db = {"DB_1", "DB_2"};
     }},
    {"ignored databases: scratch", [](Given& g) { g.status().ignore_db = {"scratch"}; }},
    {"filters of tables", [](Given& g) { g.status().other_filters = true; }},
    {"skip 3 more", [](Given& g) { g.status().skip_counter = 3; }},
};

TEST(LossStatement, EachAssumptionThatDoesNotHoldWeakensIt) {
  for (const Case& each : kWeaker) {
    Given given;
    each.change(given);
    EXPECT_THAT(of(given).weakened_by, ElementsAre(HasSubstr(each.says)));
    EXPECT_EQ(of(given).unsaid, "") << "a weaker statement is one";
  }
}

TEST(LossStatement, AnAcceptedFindingWeakensItStill) {
  Given given;
  given.evidence.replica.variables.value->read_only = false;
  std::vector<Finding> findings = find(given.evidence);
  for (Finding& each : findings) each.accepted = true;
  EXPECT_THAT(loss_statement(given.evidence, findings).weakened_by, ElementsAre(HasSubstr("accepts writes")));
}

TEST(LossStatement, AHostileDatabaseNameStaysOneShortLine) {
  Given given;
  given.status().do_db = {"a\nb\x1b[31m" + std::string(5000, 'x')};
  const LossStatement loss = of(given);
  ASSERT_EQ(loss.weakened_by.size(), 1u);
  EXPECT_EQ(loss.weakened_by[0].find_first_of("\n\x1b"), std::string::npos);
  EXPECT_LT(loss.weakened_by[0].size(), 400u);
}

}  // namespace
}  // namespace replwatch::link
