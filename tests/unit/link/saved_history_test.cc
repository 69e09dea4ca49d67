#include "probes/link/saved_history.h"

#include <gtest/gtest.h>

#include <cmath>

#include "probes/link/position_history.h"

namespace replwatch::link {
namespace {

using namespace std::chrono_literals;

constexpr Instant at(Duration since_boot) { return Instant(since_boot); }
constexpr mysql::Position kOne{1, 100}, kTwo{1, 200}, kThree{1, 300};
const ClockReading kSaved{"boot", at(10s), WallTime(5000s)};

mysql::GtidSet up_to(std::uint64_t number) { return {{"0", 1, number}}; }

// Proved at kOne, with kTwo logged and not executed.
PositionHistory lived() {
  PositionHistory history;
  history.observe_source("1", kOne, at(1s), at(1100ms), up_to(1));
  history.observe_replica(kOne, kOne, true, Follows::this_source, at(2s));
  history.observe_source("1", kTwo, at(3s), at(3100ms), up_to(2));
  history.observe_source("1", kTwo, at(5s), at(5100ms), up_to(2));
  return history;
}

PositionHistory restored(const ClockReading& now = {"boot", at(60s), WallTime(5050s)}) {
  PositionHistory history;
  history.restore(*carried_over(lived().save(), kSaved, now));
  return history;
}

TEST(SavedHistory, NothingIsToldBeforeTheReplicaIsSeenAgain) {
  PositionHistory history = restored();
  EXPECT_EQ(history.fresh_at(), std::nullopt);
  EXPECT_TRUE(std::isnan(history.lag(3s)));
}

TEST(SavedHistory, AReplicaThatStandsWhereItStoodIsAsOldAsBeforeWithoutTheSource) {
  PositionHistory history = restored();
  history.observe_replica(kOne, kTwo, true, Follows::not_known, at(61s));
  EXPECT_EQ(history.fresh_at(), at(1s));
  EXPECT_DOUBLE_EQ(history.lag(3s), 61 - 3.1);
}

TEST(SavedHistory, AReplicaThatHasGoneOnHoldsOnceTheSourcesLogIsProvedToGoOn) {
  PositionHistory history = restored();
  history.observe_replica(kTwo, kTwo, true, Follows::this_source, at(61s));
  EXPECT_EQ(history.fresh_at(), std::nullopt) << "it may be another log's place";
  history.observe_source("1", kThree, at(62s), at(62s), up_to(3));
  history.observe_replica(kTwo, kTwo, true, Follows::this_source, at(63s));
  EXPECT_EQ(history.fresh_at(), at(5s));
}

TEST(SavedHistory, ALogThatWasBegunAnewMeanwhileIsANewEpoch) {
  struct Case {
    const char* name;
    std::string identity;
    mysql::Position end;
    mysql::GtidSet gtids;
  } cases[] = {{"lower", "1", {1, 50}, up_to(1)},
               {"grown past the old one, in fewer transactions", "1", {1, 400}, up_to(1)},
               {"another server", "7", {1, 400}, up_to(9)}};
  for (const Case& each : cases) {
    PositionHistory history = restored();
    history.observe_source(each.identity, each.end, at(61s), at(61s), each.gtids);
    history.observe_replica(kOne, kOne, true, Follows::this_source, at(62s));
    EXPECT_EQ(history.fresh_at(), std::nullopt) << each.name;
    EXPECT_EQ(history.epoch(), 2u) << each.name;
  }
}

TEST(SavedHistory, ALogThatHasGrownAndTellsNoNumbersIsBegunWithAgain) {
  PositionHistory history = restored();
  history.observe_source("1", kThree, at(61s), at(61s));
  EXPECT_EQ(history.size(), 1u);
  history.observe_replica(kThree, kThree, true, Follows::this_source, at(62s));
  EXPECT_EQ(history.fresh_at(), at(61s)) << "as after a first start";
}

TEST(SavedHistory, AReplicaThatIsElsewhereProvesItselfAnew) {
  for (const Follows follows : {Follows::not_known, Follows::another}) {
    PositionHistory history = restored();
    history.observe_source("1", kThree, at(61s), at(61s), up_to(3));
    history.observe_replica(kTwo, kTwo, true, follows, at(62s));
    EXPECT_EQ(history.fresh_at(), std::nullopt);
  }
}

TEST(SavedHistory, AfterARebootWallTimeCountsAndALowerBoundBeginsAnew) {
  // 100 s later, and 20 s after the boot.
  PositionHistory history = restored({"other", at(20s), WallTime(5100s)});
  history.observe_replica(kOne, kOne, true, Follows::this_source, at(21s));
  EXPECT_EQ(history.fresh_at(), at(1s - 90s));
  EXPECT_DOUBLE_EQ(history.lag(3s), 1);
}

TEST(SavedHistory, WhatCannotBeTrustedIsLeftOut) {
  const ClockReading now{"boot", at(60s), WallTime(5050s)};
  EXPECT_EQ(carried_over(lived().save(), kSaved, {"other", at(20s), WallTime(4999s)}), std::nullopt)
      << "wall time went back";
  EXPECT_EQ(carried_over(lived().save(), kSaved, {"boot", at(9s), WallTime(5050s)}), std::nullopt);
  EXPECT_EQ(carried_over({}, kSaved, now), std::nullopt);
  SavedHistory disordered = lived().save(), foreign = lived().save(), later = lived().save();
  std::swap(disordered.entries.front(), disordered.entries.back());
  foreign.entries.back().added.front().stream = 9;
  later.entries.back().last_answered = at(11s);
  for (const SavedHistory& each : {disordered, foreign, later})
    EXPECT_EQ(carried_over(each, kSaved, now), std::nullopt);
}

}  // namespace
}  // namespace replwatch::link
