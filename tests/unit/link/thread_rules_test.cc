// The threads of the replica and the age of the data: each rule with the evidence that it is for, and with
// the nearest that must not raise it.
#include "tests/unit/link/rule_case.h"

namespace replwatch::link {
namespace {

constexpr const char* kPurged = "Got fatal error 1236: 'Could not find first log file name in index'";
constexpr const char* kInvalid =
    "Got fatal error 1236: 'Client requested master to start from impossible position'";

std::vector<RuleCase> holding() {
  return {
      {"log_is_purged", "1236 with the words for a purged log", Given().io_stopped(1236, kPurged)},
      {"position_is_invalid", "1236 with the words for a position beyond the log",
       Given().io_stopped(1236, kInvalid)},
      {"server_id_is_taken", "equal server ids",
       Given().io_stopped(1593, "master and slave have equal MySQL server ids")},
      {"io_gave_up", "retries used up over a refusal", Given().io_stopped(2003, "Can't connect (111)")},
      {"io_gave_up", "retries used up without a tunnel over an unreachable source",
       Given().without_tunnel().io_stopped(2003, "Can't connect (110)")},
      {"io_stopped_by_error", "an error of no other row",
       Given().io_stopped(1595, "Relay log write failure")},
      {"io_stopped_by_hand", "STOP SLAVE IO_THREAD", Given().io_stopped()},
      {"io_stays_unconnected", "for longer than its grace", Given().io_connecting(0, "", 10s)},
      {"sql_stopped_by_error", "a duplicate key", Given().sql_stopped(1062)},
      {"sql_stopped_by_hand", "STOP SLAVE SQL_THREAD", Given().sql_stopped()},
      {"data_is_old", "older than the limit", Given().stale(61)},
      {"data_is_old", "of unknown age, and surely older than the limit", Given().stale(kUnknown, 61)},
      {"data_is_old", "older than the limit and the delay together",
       [] {
         Given given;
         given.stale(3661).status().sql_delay = 3600;
         return given;
       }()},
  };
}

std::vector<RuleCase> false_alarms() {
  return {
      {"log_is_purged", "1236 with other words", Given().io_stopped(1236, kInvalid)},
      {"log_is_purged", "an old error of a thread that runs",
       [] {
         Given given;
         given.status().last_io_error = 1236;
         given.status().last_io_error_text = kPurged;
         return given;
       }()},
      {"position_is_invalid", "1236 with other words", Given().io_stopped(1236, kPurged)},
      {"server_id_is_taken", "1593 with other words",
       Given().io_stopped(1593, "Fatal error: something else")},
      {"io_gave_up", "still trying", Given().io_connecting(2003, "Can't connect (111)")},
      {"io_gave_up", "stopped by hand", Given().io_stopped()},
      {"io_stopped_by_error", "stopped by hand", Given().io_stopped()},
      {"io_stopped_by_hand", "stopped by an error", Given().io_stopped(1595, "Relay log write failure")},
      {"io_stopped_by_hand", "not stopped", Given().io_connecting()},
      {"io_stays_unconnected", "within its grace", Given().io_connecting(0, "", 9s)},
      {"sql_stopped_by_error", "stopped by hand", Given().sql_stopped()},
      {"sql_stopped_by_hand", "stopped by an error", Given().sql_stopped(1062)},
      {"sql_stopped_by_hand", "the row that says so is too old", Given().sql_stopped().later(7s)},
      {"data_is_old", "exactly at the limit", Given().stale(60)},
      {"data_is_old", "a delay that was configured",
       [] {
         Given given;
         given.stale(3660).status().sql_delay = 3600;
         return given;
       }()},
      {"data_is_old", "of unknown age and lag", Given().stale(kUnknown, kUnknown)},
      {"data_is_old", "the source cannot be sampled: staleness grows, and that alone is no lateness",
       Given().source_asked_directly().source_failed(Reason::login_refused).stale(500)},
      {"data_is_old", "its position alone is denied",
       [] {
         Given given;
         given.stale(500).evidence.source.source.failed({Reason::access_denied, "why"}, kNow - 20ms,
                                                        kNow - 10ms);
         return given;
       }()},
  };
}

class ThreadRulesHold : public testing::TestWithParam<RuleCase> {};

TEST_P(ThreadRulesHold, ForTheirEvidence) {
  const Rule* rule = find_rule(thread_rules(), GetParam().rule);
  ASSERT_NE(rule, nullptr);
  EXPECT_TRUE(rule->holds(GetParam().given.evidence));
  EXPECT_EQ(rule->particulars(GetParam().given.evidence).find('\n'), std::string::npos);
}
INSTANTIATE_TEST_SUITE_P(, ThreadRulesHold, testing::ValuesIn(holding()), name_of);

class ThreadRulesDoNotHold : public testing::TestWithParam<RuleCase> {};

TEST_P(ThreadRulesDoNotHold, InTheNearestFalseAlarm) {
  const Rule* rule = find_rule(thread_rules(), GetParam().rule);
  ASSERT_NE(rule, nullptr);
  EXPECT_FALSE(rule->holds(GetParam().given.evidence));
}
INSTANTIATE_TEST_SUITE_P(, ThreadRulesDoNotHold, testing::ValuesIn(false_alarms()), name_of);

TEST(ThreadRules, EachIsSeenBothWaysAndHasANameOfItsOwn) {
  expect_each_rule_both_ways(thread_rules(), holding(), false_alarms());
}

TEST(ThreadRules, NoneHoldsOnAHealthyLink) { expect_none_on_a_healthy_link(thread_rules()); }

TEST(ThreadRules, TheAgeIsToldAsTheBoundThatItIs) {
  const Rule* rule = find_rule(thread_rules(), "data_is_old");
  EXPECT_EQ(rule->particulars(Given().stale(61.5).evidence), "the data is at most 61 s old");
  EXPECT_EQ(rule->particulars(Given().stale(kUnknown, 61.5).evidence), "the data is at least 61 s old");
}

}  // namespace
}  // namespace replwatch::link
