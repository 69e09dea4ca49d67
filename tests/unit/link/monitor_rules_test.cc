// Where the agent itself cannot judge: each rule with the evidence that it is for, and with the nearest that
// must not raise it.
#include "tests/unit/link/rule_case.h"

namespace replwatch::link {
namespace {

std::vector<RuleCase> holding() {
  return {
      {"replica_refuses", "the replica's port is closed", Given().replica_failed(Reason::refused)},
      {"replica_is_full", "the replica has no connection left for us",
       Given().replica_failed(Reason::crowded_out)},
      {"replica_refuses_our_login", "our password is wrong", Given().replica_failed(Reason::login_refused)},
      {"replica_is_silent", "the replica accepts and says nothing",
       Given().replica_failed(Reason::timed_out)},
      {"replica_is_silent", "between two looks at a silent server nothing has changed",
       Given().replica_failed(Reason::timed_out).later(11s)},
      {"status_is_denied", "a grant is missing", Given().status_failed(Reason::access_denied)},
      {"status_hangs", "a SELECT is answered and the status is not",
       [] {
         Given given;
         given.status_failed(Reason::statement_hung).evidence.replica.replica_status_hangs = true;
         return given;
       }()},
      {"channel_is_missing", "RESET SLAVE ALL was run",
       [] {
         Given given;
         given.evidence.replica.replica.saw({}, kNow - 20ms, kNow - 10ms);
         return given;
       }()},
      {"channel_is_missing", "the channel has another name",
       [] {
         Given given;
         given.evidence.channel = "voms";
         return given;
       }()},
      {"status_is_missing", "nothing was looked at yet",
       [] {
         Given given;
         given.evidence.replica = {};
         return given;
       }()},
      {"status_is_missing", "the last good look is too old", Given().later(7s)},
  };
}

std::vector<RuleCase> false_alarms() {
  return {
      {"replica_refuses", "the refusal is of long ago", Given().replica_failed(Reason::refused).later(13s)},
      {"replica_refuses", "the source refuses, not the replica", Given().source_failed(Reason::refused)},
      {"replica_is_full", "the source is full, not the replica", Given().source_failed(Reason::crowded_out)},
      {"replica_refuses_our_login", "the source refuses our login",
       Given().source_failed(Reason::login_refused)},
      {"replica_is_silent", "only the status is silent", Given().status_failed(Reason::timed_out)},
      {"status_is_denied", "the denial is older than a server that does not answer any more",
       Given().status_failed(Reason::access_denied).replica_failed(Reason::timed_out)},
      {"status_hangs", "nothing at all is answered",
       [] {
         Given given;
         given.replica_failed(Reason::timed_out).evidence.replica.replica_status_hangs = true;
         return given;
       }()},
      {"channel_is_missing", "no answer is not an answer without the channel",
       Given().status_failed(Reason::connection_lost)},
      {"channel_is_missing", "the empty answer is too old",
       [] {
         Given given;
         given.evidence.replica.replica.saw({}, kNow - 20ms, kNow - 10ms);
         return given.later(7s);
       }()},
      {"status_is_missing", "a look within its life", Given().later(5s)},
  };
}

class MonitorRulesHold : public testing::TestWithParam<RuleCase> {};

TEST_P(MonitorRulesHold, ForTheirEvidence) {
  const Rule* rule = find_rule(monitor_rules(), GetParam().rule);
  ASSERT_NE(rule, nullptr);
  EXPECT_TRUE(rule->holds(GetParam().given.evidence));
  EXPECT_EQ(rule->particulars(GetParam().given.evidence).find('\n'), std::string::npos);
}
INSTANTIATE_TEST_SUITE_P(, MonitorRulesHold, testing::ValuesIn(holding()), name_of);

class MonitorRulesDoNotHold : public testing::TestWithParam<RuleCase> {};

TEST_P(MonitorRulesDoNotHold, InTheNearestFalseAlarm) {
  const Rule* rule = find_rule(monitor_rules(), GetParam().rule);
  ASSERT_NE(rule, nullptr);
  EXPECT_FALSE(rule->holds(GetParam().given.evidence));
}
INSTANTIATE_TEST_SUITE_P(, MonitorRulesDoNotHold, testing::ValuesIn(false_alarms()), name_of);

TEST(MonitorRules, EachIsSeenBothWaysAndHasANameOfItsOwn) {
  expect_each_rule_both_ways(monitor_rules(), holding(), false_alarms());
}

TEST(MonitorRules, NoneHoldsOnAHealthyLink) { expect_none_on_a_healthy_link(monitor_rules()); }

TEST(MonitorRules, ADeniedStatusNamesTheGrantThatIsMissing) {
  const Given given = Given().status_failed(Reason::access_denied);
  const std::string words = find_rule(monitor_rules(), "status_is_denied")->particulars(given.evidence);
  EXPECT_NE(words.find("SLAVE MONITOR"), std::string::npos) << words;
}

}  // namespace
}  // namespace replwatch::link
