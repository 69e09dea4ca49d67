// The source and the way to it: each rule with the evidence that it is for, and with the nearest that
// must not raise it.
#include "tests/unit/link/path_cases.h"

namespace replwatch::link {
namespace {

class PathRulesHold : public testing::TestWithParam<RuleCase> {};

TEST_P(PathRulesHold, ForTheirEvidence) {
  const Rule* rule = find_rule(path_rules(), GetParam().rule);
  ASSERT_NE(rule, nullptr);
  EXPECT_TRUE(rule->holds(GetParam().given.evidence));
  EXPECT_EQ(rule->particulars(GetParam().given.evidence).find('\n'), std::string::npos);
}
INSTANTIATE_TEST_SUITE_P(, PathRulesHold, testing::ValuesIn(path_rules_holding()), name_of);

class PathRulesDoNotHold : public testing::TestWithParam<RuleCase> {};

TEST_P(PathRulesDoNotHold, InTheNearestFalseAlarm) {
  const Rule* rule = find_rule(path_rules(), GetParam().rule);
  ASSERT_NE(rule, nullptr);
  EXPECT_FALSE(rule->holds(GetParam().given.evidence));
}
INSTANTIATE_TEST_SUITE_P(, PathRulesDoNotHold, testing::ValuesIn(path_false_alarms()), name_of);

TEST(PathRules, EachIsSeenBothWaysAndHasANameOfItsOwn) {
  expect_each_rule_both_ways(path_rules(), path_rules_holding(), path_false_alarms());
}

TEST(PathRules, NoneHoldsOnAHealthyLink) { expect_none_on_a_healthy_link(path_rules()); }

TEST(PathRules, ARefusedCertificateIsNamedWithItsReason) {
  const Given given = Given().logged(EventKind::verify_failed, "expired");
  EXPECT_EQ(find_rule(path_rules(), "certificate_is_refused")->particulars(given.evidence),
            "expired: CN=host/server1.domain.one");
}

}  // namespace
}  // namespace replwatch::link
