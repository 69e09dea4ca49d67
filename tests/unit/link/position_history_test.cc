#include "probes/link/position_history.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/link/simulated_world.h"

namespace replwatch::link {
namespace {

using namespace std::chrono_literals;

constexpr Instant at(double second) { return Instant(std::chrono::duration_cast<Duration>(second * 1s)); }
constexpr mysql::Position kOne{1, 100}, kTwo{1, 200}, kThree{1, 300}, kFour{2, 50};

// A source sampled at whole seconds, each sample a tenth of a second long, and a replica.
struct Told {
  PositionHistory history;
  explicit Told(std::size_t capacity = 100) : history(capacity) {}
  Told& source(mysql::Position end, double second, const std::string& identity = "1") {
    history.observe_source(identity, end, at(second), at(second + 0.1));
    return *this;
  }
  Told& replica(mysql::Position executed, mysql::Position read, double second, bool connected = true,
                Follows follows = Follows::not_known) {
    history.observe_replica(executed, read, connected, follows, at(second));
    return *this;
  }
  // Proved from the start: the replica was seen at the end of the log.
  static Told proved() { return std::move(Told().source(kOne, 1).replica(kOne, kOne, 1.5)); }
};

TEST(PositionHistory, NothingIsKnownOfNothing) {
  Told told;
  EXPECT_EQ(told.history.fresh_at(), std::nullopt);
  EXPECT_FALSE(told.replica(kOne, kOne, 1).history.epoch_proved());
}

TEST(PositionHistory, AnIdleLinkIsFreshAsOfTheLastSample) {
  Told told = Told::proved();
  told.source(kOne, 2).source(kOne, 3);
  EXPECT_EQ(told.history.fresh_at(), at(3));
  EXPECT_EQ(told.replica(kOne, kOne, 3.5).history.lag(3s), 0);
  EXPECT_EQ(told.history.size(), 1u);
}

TEST(PositionHistory, AReplicaThatStopsGrowsOlderWithEachSecondAlthoughNothingIsWritten) {
  // Frozen in between: the source may have written since, and only a sample proves that it has not.
  Told told = Told::proved();
  EXPECT_EQ(told.replica(kOne, kOne, 60).history.fresh_at(), at(1));
  EXPECT_TRUE(std::isnan(told.history.lag(3s))) << "the newest sample is too old for a lag of 0";
}

TEST(PositionHistory, WhatIsMissingCountsFromTheLastSampleWithoutItAndTheFirstWithIt) {
  Told told = Told::proved();
  told.source(kOne, 2).source(kTwo, 3).source(kTwo, 4).source(kThree, 5).replica(kOne, kThree, 6);
  EXPECT_EQ(told.history.fresh_at(), at(2)) << "staleness is the upper bound";
  EXPECT_DOUBLE_EQ(told.history.lag(3s), 6 - 3.1) << "lag is the lower one";
  told.replica(kTwo, kThree, 7);
  EXPECT_EQ(told.history.fresh_at(), at(4));
  EXPECT_DOUBLE_EQ(told.history.lag(3s), 7 - 5.1);
}

TEST(PositionHistory, AReplicaAheadOfAnOlderSampleIsMerelyUpToDate) {
  Told told = Told::proved();
  told.replica(kThree, kThree, 2);
  EXPECT_EQ(told.history.fresh_at(), at(1));
  EXPECT_EQ(told.history.lag(3s), 0);
}

TEST(PositionHistory, AReplicaBehindEverySampleIsOfUnknownAgeAndKnownLag) {
  Told told;
  told.source(kThree, 1).replica(kOne, kOne, 1.5).replica(kTwo, kTwo, 11.1);
  EXPECT_TRUE(told.history.epoch_proved());
  EXPECT_EQ(told.history.fresh_at(), std::nullopt);
  EXPECT_DOUBLE_EQ(told.history.lag(3s), 10);
}

TEST(PositionHistory, FilesAreOrderedAsNumbers) {
  Told told;
  told.source({9, 700}, 1).replica({9, 700}, {9, 700}, 1.5).source({10, 4}, 2).replica({10, 4}, {10, 4}, 2.5);
  EXPECT_EQ(told.history.epoch(), 1u);
  EXPECT_EQ(told.history.fresh_at(), at(2));
}

struct Unproved {
  const char* name;
  Told told;
};

TEST(PositionHistory, NothingIsToldBeforeTheEpochIsProved) {
  const auto first = [] { return std::move(Told().source(kTwo, 1)); };
  // The source went back at 3 s, with the replica last seen at the old log's end.
  const auto second = [] {
    return std::move(Told::proved().source(kFour, 2).replica(kFour, kFour, 2.5).source(kTwo, 3));
  };
  const auto renamed = [] { return std::move(Told::proved().source(kThree, 2, "7")); };
  Unproved cases[] = {
      {"one look that stands nowhere in particular", first().replica(kOne, kTwo, 2)},
      {"reading moves and executing does not", first().replica(kOne, kOne, 2).replica(kOne, kThree, 3)},
      {"both move and the IO thread is not connected",
       first().replica(kOne, kOne, 2).replica(kThree, kThree, 3, false)},
      {"executed stands beyond what was read: it is of another log",
       first().replica(kOne, kOne, 2).replica(kFour, kThree, 3)},
      {"asked for before the first sample was answered", first().replica(kTwo, kTwo, 1.05)},
      {"the old connection still delivers",
       second().replica({2, 60}, {2, 60}, 4).replica({2, 70}, {2, 70}, 5)},
      {"the old connection stands at the new end by chance", second().replica(kTwo, kTwo, 2.9)},
      {"a new connection, and nothing has come yet",
       second().replica(kFour, kFour, 4, false).replica(kFour, kFour, 5)},
      {"a new connection, and a remnant is being executed",
       second().replica(kFour, kFour, 4, false).source(kThree, 5).replica(kFour, kThree, 6)},
      {"a remnant lower than what the new connection has read",
       std::move(renamed().replica(kOne, kTwo, 3, false).source(kFour, 4, "7").replica(kTwo, kFour, 5))},
      {"the replica names the new source, and nothing has come yet",
       renamed().replica(kOne, kTwo, 3, true, Follows::this_source)},
      {"the replica follows another server",
       Told::proved().source(kThree, 2).replica(kThree, kThree, 3, true, Follows::another)},
      {"the replica went back",
       Told::proved().source(kThree, 2).replica(kThree, kThree, 2.5).replica(kOne, kOne, 3)},
  };
  for (Unproved& each : cases) {
    EXPECT_FALSE(each.told.history.epoch_proved()) << each.name;
    EXPECT_EQ(each.told.history.fresh_at(), std::nullopt) << each.name;
    EXPECT_TRUE(std::isnan(each.told.history.lag(1000s))) << each.name;
  }
}

TEST(PositionHistory, TheEpochIsProvedByWhatCanOnlyBeOfIt) {
  const auto second = [] {
    return std::move(Told::proved().source(kFour, 2).replica(kFour, kFour, 2.5).source(kOne, 3));
  };
  struct Proved {
    const char* name;
    Told told;
    double fresh;
  } cases[] = {
      {"executing passed where reading began",
       std::move(
           Told().source(kOne, 1).replica(kOne, kOne, 1.2, false).source(kTwo, 2).replica(kTwo, kThree, 3)),
       2},
      {"a new connection has brought something and executing has caught up",
       second().replica(kFour, kFour, 4, false).source(kTwo, 5).replica(kTwo, kTwo, 6), 5},
      {"a new connection, all of an idle log is there",
       second().replica(kFour, kFour, 4, false).source(kOne, 5).replica(kOne, kOne, 6), 5},
      {"reading went back between two looks of this epoch",
       second().replica(kFour, kFour, 4).source(kTwo, 5).replica(kOne, kOne, 6).replica(kTwo, kTwo, 7), 5},
      {"the replica names the new source and reads on",
       std::move(Told::proved()
                     .source(kTwo, 2, "7")
                     .replica(kOne, kOne, 3, true, Follows::this_source)
                     .source(kThree, 4, "7")
                     .replica(kThree, kThree, 5, true, Follows::this_source)),
       4},
      {"it followed another server and is back",
       std::move(Told::proved()
                     .replica(kFour, kFour, 2, true, Follows::another)
                     .source(kOne, 3)
                     .replica(kOne, kOne, 4, true, Follows::this_source)),
       3},
  };
  for (Proved& each : cases) {
    EXPECT_TRUE(each.told.history.epoch_proved()) << each.name;
    EXPECT_EQ(each.told.history.fresh_at(), at(each.fresh)) << each.name;
  }
}

TEST(PositionHistory, AnEpochEndsWithAnotherIdentityOrAPositionThatWentBack) {
  EXPECT_EQ(Told::proved().source(kTwo, 2).history.epoch(), 1u);
  for (Told told : {Told::proved().source(kTwo, 2, "2"), Told::proved().source({1, 99}, 2)}) {
    EXPECT_EQ(told.history.epoch(), 2u);
    EXPECT_EQ(told.history.size(), 1u);
    EXPECT_EQ(told.history.fresh_at(), std::nullopt);
  }
}

TEST(PositionHistory, ABrokenConnectionAloneTakesNothingBack) {
  Told told = Told::proved();
  told.source(kTwo, 2).replica(kOne, kOne, 3, false);
  EXPECT_EQ(told.history.fresh_at(), at(1));
  EXPECT_DOUBLE_EQ(told.history.lag(3s), 3 - 2.1);
}

TEST(PositionHistory, ThinningKeepsTheNewestHalfWholeAndBoundsTheSize) {
  Told told(8);
  told.source({1, 1}, 0).replica({1, 1}, {1, 1}, 0.5);
  for (unsigned i = 1; i < 1000; ++i) {
    told.source({1, 1 + i}, i);
    ASSERT_LE(told.history.size(), 8u);
  }
  told.replica({1, 999}, {1, 1000}, 1000);
  EXPECT_EQ(told.history.fresh_at(), at(998)) << "the newest entries lose nothing";
  Told old(8);
  old.source({1, 1}, 0).replica({1, 1}, {1, 1}, 0.5);
  for (unsigned i = 1; i < 10; ++i) old.source({1, 1 + i}, i);
  old.replica({1, 2}, {1, 10}, 10);
  EXPECT_EQ(old.history.fresh_at(), at(0)) << "an entry that is gone makes the bound larger";
  EXPECT_DOUBLE_EQ(old.history.lag(3s), 10 - 2.1) << "... and the lower bound no larger than before";
}

struct Tally {
  unsigned long steps = 0, fresh = 0, lags = 0, proved_again = 0, restarts = 0;
};

void compare(const SimulatedWorld& world, Tally& tally) {
  ++tally.steps;
  if (!world.history_is_current()) return;
  const auto missing = world.first_missing();
  if (const auto fresh = world.history().fresh_at()) {
    ++tally.fresh;
    if (world.history().epoch() > 1) ++tally.proved_again;
    ASSERT_FALSE(missing && *missing < *fresh)
        << "something logged " << seconds(*fresh - *missing) << " s before "
        << seconds(fresh->time_since_epoch()) << " is missing";
  }
  const double lag = world.history().lag(3s);
  if (!std::isnan(lag) && world.look_is_current()) {
    ++tally.lags;
    ASSERT_LE(lag, world.true_lag() + 1e-9);
  }
}

void play(std::size_t capacity, bool named) {
  Tally tally;
  for (unsigned seed = 0; seed < 1000; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed << ", capacity " << capacity << ", named " << named);
    SimulatedWorld world(seed, capacity);
    if (!named) world.hide_identity();
    for (int step = 0; step < 150; ++step) {
      world.step();
      ASSERT_NO_FATAL_FAILURE(compare(world, tally)) << "step " << step;
    }
    tally.restarts += world.restarts();
    world.calm_down();
    EXPECT_EQ(world.history().fresh_at(), world.last_sample_asked()) << "a calm link is known again";
    EXPECT_EQ(world.history().lag(3s), 0);
  }
  EXPECT_GT(tally.fresh, tally.steps / 5) << "the check must have had something to check";
  EXPECT_GT(tally.lags, tally.steps / 5);
  EXPECT_GT(tally.restarts, 100u);
  EXPECT_GT(tally.proved_again, tally.steps / 50);
}

TEST(PositionHistoryProperty, NeverFresherThanTheTruthAndNeverLaterThanIt) { play(1000, true); }
TEST(PositionHistoryProperty, NorWhenServersDoNotTellWhomTheyFollow) { play(1000, false); }
TEST(PositionHistoryProperty, NorWhenMostSamplesAreThinnedAway) { play(4, true); }

}  // namespace
}  // namespace replwatch::link
