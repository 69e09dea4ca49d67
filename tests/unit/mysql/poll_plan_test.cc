#include "probes/mysql/poll_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replwatch::mysql {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

const Failure kDenied{Reason::access_denied, "Access denied", 1227};
const Failure kNotUnderstood{Reason::statement_failed, "syntax", 1064};

class PollPlan : public testing::Test {
 protected:
  // The rare questions have tests of their own: here they are not due.
  PollPlan() {
    for (const Question rare : {Question::log_settings, Question::binary_logs}) {
      memory[rare].not_before = now + std::chrono::hours(24);
    }
  }
  std::vector<RoundTrip> plan() const { return plan_poll(version, roles, memory, now); }
  // The questions of the first round trip; the test is about one trip only.
  std::vector<Question> only_trip() const {
    const std::vector<RoundTrip> trips = plan();
    EXPECT_EQ(trips.size(), 1u);
    return trips.empty() ? std::vector<Question>{} : trips[0].questions;
  }
  void pass(Duration duration) { now += duration; }
  void hang(Question question, std::uint64_t connection_id) {
    note_answer(memory, Question::variables, milliseconds(1), now);
    note_hang(memory, question, connection_id);
  }

  Version version = parse_version("10.11.19-MariaDB").value();
  Roles roles{true, true};
  PollMemory memory;
  Instant now{std::chrono::hours(1)};
};

TEST_F(PollPlan, AHealthyPollIsOneRoundTripInTheOrderOfCost) {
  const std::vector<RoundTrip> trips = plan();
  ASSERT_EQ(trips.size(), 1u);
  EXPECT_THAT(trips[0].questions, ElementsAre(Question::variables, Question::source_position,
                                              Question::process_list, Question::replica_status));
  EXPECT_THAT(trips[0].sql, testing::StartsWith("SELECT @@version"));
  EXPECT_THAT(trips[0].sql, testing::EndsWith(";SHOW ALL SLAVES STATUS"));
  EXPECT_EQ(std::ranges::count(trips[0].sql, ';'), 3);
  EXPECT_FALSE(trips[0].on_fresh_connection);
}

TEST_F(PollPlan, AServerIsAskedOnlyWhatItsRolesNeed) {
  roles = {true, false};
  EXPECT_THAT(only_trip(),
              ElementsAre(Question::variables, Question::source_position, Question::process_list));
  roles = {false, true};
  EXPECT_THAT(only_trip(),
              ElementsAre(Question::variables, Question::process_list, Question::replica_status));
  roles = {false, false};
  EXPECT_THAT(only_trip(), ElementsAre(Question::variables, Question::process_list));
}

TEST_F(PollPlan, ADeniedQuestionIsAskedEveryThirtySecondsAloneOnAFreshConnection) {
  note_failure(memory, Question::replica_status, version, kDenied, now);
  pass(milliseconds(29999));
  EXPECT_THAT(only_trip(),
              ElementsAre(Question::variables, Question::source_position, Question::process_list));
  pass(milliseconds(1));
  const std::vector<RoundTrip> trips = plan();
  ASSERT_EQ(trips.size(), 2u) << "the healthy questions keep their beat";
  EXPECT_THAT(trips[1].questions, ElementsAre(Question::replica_status));
  EXPECT_EQ(trips[1].sql, "SHOW ALL SLAVES STATUS");
  EXPECT_TRUE(trips[1].on_fresh_connection);
  note_failure(memory, Question::replica_status, version, kDenied, now);
  pass(seconds(1));
  EXPECT_EQ(plan().size(), 1u);
}

TEST_F(PollPlan, TwoRefusedQuestionsDoNotEndEachOther) {
  note_failure(memory, Question::replica_status, version, kDenied, now);
  note_failure(memory, Question::process_list, version, kDenied, now);
  pass(kRefusedRetry);
  const std::vector<RoundTrip> trips = plan();
  ASSERT_EQ(trips.size(), 3u);
  EXPECT_EQ(trips[1].questions.size(), 1u);
  EXPECT_EQ(trips[2].questions.size(), 1u);
}

TEST_F(PollPlan, AQuestionThatIsAnsweredAgainJoinsTheOthers) {
  note_failure(memory, Question::replica_status, version, kDenied, now);
  pass(kRefusedRetry);
  note_answer(memory, Question::replica_status, milliseconds(1), now);
  EXPECT_EQ(only_trip().size(), 4u);
}

TEST_F(PollPlan, AStatementThatFailedNeedsNoFreshConnection) {
  note_failure(memory, Question::process_list, version, Failure{Reason::statement_failed, "?", 1356}, now);
  pass(kRefusedRetry);
  ASSERT_EQ(plan().size(), 2u);
  EXPECT_FALSE(plan()[1].on_fresh_connection);
}

TEST_F(PollPlan, AStatementThatIsNotUnderstoodIsReplacedAtOnce) {
  note_failure(memory, Question::replica_status, version, kNotUnderstood, now);
  EXPECT_EQ(only_trip().size(), 4u);
  EXPECT_THAT(plan()[0].sql, testing::EndsWith(";SHOW SLAVE STATUS"));
  note_failure(memory, Question::replica_status, version, kNotUnderstood, now);
  EXPECT_EQ(only_trip().size(), 3u) << "no form is left";
  pass(kRefusedRetry);
  ASSERT_EQ(plan().size(), 2u);
  EXPECT_EQ(plan()[1].sql, "SHOW ALL SLAVES STATUS") << "from the first form again";
}

TEST_F(PollPlan, ALostConnectionIsNoRefusal) {
  const PollMemory before = memory;
  note_failure(memory, Question::variables, version, Failure{Reason::connection_lost, "gone", 2013}, now);
  EXPECT_EQ(memory, before);
}

TEST_F(PollPlan, AHungStatusIsLeftOutWhileItsThreadIsThere) {
  hang(Question::replica_status, 42);
  for (int i = 0; i < 3600; ++i) {
    pass(seconds(1));
    note_connections(memory, {7, 42}, now);
    ASSERT_EQ(only_trip().size(), 3u);
  }
  note_connections(memory, {7}, now);
  pass(kFirstHangBackOff - milliseconds(1));
  EXPECT_EQ(only_trip().size(), 3u);
  pass(milliseconds(1));
  EXPECT_THAT(only_trip(), testing::Contains(Question::replica_status));
}

TEST_F(PollPlan, AHungQuestionIsTriedAgainAfterAMinuteWhenNobodyCanSayWhetherItsThreadIsThere) {
  hang(Question::process_list, 41);
  pass(kLastHangBackOff - milliseconds(1));
  EXPECT_THAT(only_trip(), testing::Not(testing::Contains(Question::process_list)));
  pass(milliseconds(1));
  EXPECT_THAT(only_trip(), testing::Contains(Question::process_list));
  hang(Question::process_list, 43);
  pass(kLastHangBackOff - milliseconds(1));
  EXPECT_THAT(only_trip(), testing::Not(testing::Contains(Question::process_list)));
}

TEST_F(PollPlan, EachFurtherHangWaitsLongerUpToAMinute) {
  std::vector<Duration> waits;
  for (std::uint64_t id = 1; id <= 6; ++id) {
    hang(Question::replica_status, id);
    note_connections(memory, {}, now);
    waits.push_back(memory[Question::replica_status].not_before - now);
    pass(waits.back());
    ASSERT_EQ(only_trip().size(), 4u);
  }
  EXPECT_THAT(waits,
              ElementsAre(seconds(5), seconds(10), seconds(20), seconds(40), seconds(60), seconds(60)));
  note_answer(memory, Question::replica_status, milliseconds(1), now);
  hang(Question::replica_status, 99);
  note_connections(memory, {}, now);
  EXPECT_EQ(memory[Question::replica_status].not_before - now, seconds(5)) << "an answer ends the row";
}

TEST_F(PollPlan, ASlowSourcePositionWaitsNineTimesAsLongAsItTook) {
  note_answer(memory, Question::source_position, milliseconds(1700), now);
  pass(milliseconds(15299));
  EXPECT_THAT(only_trip(), testing::Not(testing::Contains(Question::source_position)));
  pass(milliseconds(1));
  EXPECT_THAT(only_trip(), testing::Contains(Question::source_position));
}

TEST_F(PollPlan, AVerySlowSourcePositionIsStillAskedForTwiceAMinute) {
  note_answer(memory, Question::source_position, seconds(60), now);
  EXPECT_EQ(memory[Question::source_position].not_before - now, kLastSlowBackOff);
}

TEST_F(PollPlan, AnAnswerInTimeWaitsForNothingAndOtherQuestionsNeverDo) {
  note_answer(memory, Question::source_position, kSlowAnswer, now);
  note_answer(memory, Question::process_list, seconds(2), now);
  EXPECT_EQ(only_trip().size(), 4u);
}

TEST_F(PollPlan, ANewLoginTriesRefusalsAndFormsAfreshButNotAHungStatement) {
  note_failure(memory, Question::process_list, version, kDenied, now);
  note_failure(memory, Question::source_position, version, kNotUnderstood, now);
  hang(Question::replica_status, 42);
  note_login(memory);
  EXPECT_THAT(only_trip(),
              ElementsAre(Question::variables, Question::source_position, Question::process_list));
  EXPECT_THAT(plan()[0].sql, testing::HasSubstr("binlog_snapshot"));
}

TEST_F(PollPlan, NothingIsPlannedWhenNothingIsDue) {
  roles = {};
  note_failure(memory, Question::variables, version, kDenied, now);
  note_failure(memory, Question::process_list, version, kDenied, now);
  EXPECT_THAT(plan(), IsEmpty());
}

TEST_F(PollPlan, RareQuestionsComeOnceAMinuteEachInARoundTripOfItsOwnBehindTheOthers) {
  memory = {};
  const std::vector<RoundTrip> trips = plan();
  ASSERT_EQ(trips.size(), 3u);
  EXPECT_FALSE(trips[0].rare);
  EXPECT_THAT(trips[1].questions, ElementsAre(Question::log_settings));
  EXPECT_THAT(trips[2].questions, ElementsAre(Question::binary_logs));
  EXPECT_TRUE(trips[1].rare && trips[2].rare);
  note_answer(memory, Question::log_settings, milliseconds(1), now);
  note_answer(memory, Question::binary_logs, milliseconds(1), now);
  pass(kRareInterval - milliseconds(1));
  EXPECT_EQ(plan().size(), 1u);
  pass(milliseconds(1));
  EXPECT_EQ(plan().size(), 3u);
}

TEST_F(PollPlan, OnlyASourceIsAskedForItsBinaryLogs) {
  memory = {};
  roles = {false, true};
  const std::vector<RoundTrip> trips = plan();
  ASSERT_EQ(trips.size(), 2u);
  EXPECT_THAT(trips[1].questions, ElementsAre(Question::log_settings));
}

}  // namespace
}  // namespace replwatch::mysql
