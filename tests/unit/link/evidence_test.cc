#include "probes/link/evidence.h"

#include <gtest/gtest.h>

#include "tests/unit/link/evidence_builder.h"

namespace replwatch::link {
namespace {

TEST(Evidence, StatusIsTheChannelsRowWhileItIsFresh) {
  Given given;
  auto second = Given::channel();
  second.channel = "voms";
  second.source_port = 3308;
  given.evidence.replica.replica.value->push_back(second);
  ASSERT_NE(given.evidence.status(), nullptr);
  EXPECT_EQ(given.evidence.status()->source_port, 3307);
  given.evidence.channel = "voms";
  ASSERT_NE(given.evidence.status(), nullptr);
  EXPECT_EQ(given.evidence.status()->source_port, 3308);
  given.evidence.channel = "VOMS";
  EXPECT_EQ(given.evidence.status(), nullptr);
}

TEST(Evidence, ALookLivesThreeIntervalsAndOneDeadline) {
  Given given;
  given.evidence.limits.replica_interval = 2s;
  EXPECT_EQ(given.evidence.limits.evidence_life(2s), 9s);
  EXPECT_NE(given.later(8500ms).evidence.status(), nullptr);
  EXPECT_TRUE(given.evidence.replica_answers());
  given.later(1ms);
  EXPECT_EQ(given.evidence.status(), nullptr);
  EXPECT_FALSE(given.evidence.replica_answers());
}

TEST(Evidence, AFailedLookStandsUntilTheNextOneMayHaveEnded) {
  const Limits limits;
  EXPECT_GE(limits.failure_life(1s), kLongestPause + limits.deadline);
}

TEST(Evidence, AFailedLookIsNoAnswerHoweverFreshTheOneBeforeIs) {
  EXPECT_EQ(Given().status_failed(Reason::connection_lost).evidence.status(), nullptr);
  EXPECT_FALSE(Given().replica_failed(Reason::timed_out).evidence.replica_answers());
  EXPECT_FALSE(Given().source_failed(Reason::timed_out).evidence.source_answers());
}

TEST(Evidence, TheSourceIsSampledWhenItTellsWhereItsLogEnds) {
  EXPECT_TRUE(Given().evidence.source_is_sampled());
  EXPECT_FALSE(Given().source_not_configured().evidence.source_is_sampled());
  EXPECT_FALSE(Given().later(7s).evidence.source_is_sampled());
  Given slow, denied, without_log;
  slow.evidence.source.source.saw(Given::position({1, 5000}), kNow - 25s, kNow - 24s);
  EXPECT_TRUE(slow.evidence.source_is_sampled()) << "a slow source is asked less often";
  denied.evidence.source.source.failed({Reason::access_denied, "why"}, kNow - 20ms, kNow - 10ms);
  EXPECT_FALSE(denied.evidence.source_is_sampled());
  without_log.evidence.source.source.value->position.reset();
  EXPECT_FALSE(without_log.evidence.source_is_sampled());
}

}  // namespace
}  // namespace replwatch::link
