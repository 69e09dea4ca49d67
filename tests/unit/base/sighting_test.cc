#include "probes/sighting.h"

#include <gtest/gtest.h>

namespace replwatch {
namespace {

using std::chrono::seconds;

constexpr Instant at(int second) { return Instant(seconds(second)); }
const Failure kRefused{Reason::refused, "no one listens", 111};

TEST(Sighting, NothingSeenIsNeitherGoodNorFresh) {
  const Sighting<int> sighting;
  EXPECT_FALSE(sighting.good());
  EXPECT_EQ(sighting.fresh(at(0), seconds(100)), nullptr);
}

TEST(Sighting, AGoodLookIsFreshUntilItsAnswerIsTooOld) {
  Sighting<int> sighting;
  sighting.saw(7, at(10), at(12));
  ASSERT_NE(sighting.fresh(at(15), seconds(3)), nullptr);
  EXPECT_EQ(*sighting.fresh(at(15), seconds(3)), 7);
  EXPECT_EQ(sighting.fresh(at(16), seconds(3)), nullptr);
  EXPECT_EQ(sighting.took, seconds(2));
  EXPECT_EQ(sighting.attempted, at(10));
}

TEST(Sighting, AFailedLookKeepsTheLastValueButNotAsFresh) {
  Sighting<int> sighting;
  sighting.saw(7, at(10), at(11));
  sighting.failed(kRefused, at(12), at(15));
  EXPECT_FALSE(sighting.good());
  EXPECT_EQ(sighting.fresh(at(12), seconds(100)), nullptr);
  EXPECT_EQ(sighting.value, 7);
  EXPECT_EQ(sighting.asked, at(10));
  EXPECT_EQ(sighting.answered, at(11));
  EXPECT_EQ(sighting.attempted, at(12));
  EXPECT_EQ(sighting.took, seconds(3));
  EXPECT_EQ(sighting.failure, kRefused);
}

TEST(Sighting, ARowOfFailuresHasItsFirstInstantUntilAGoodLook) {
  Sighting<int> sighting;
  sighting.failed(kRefused, at(20), at(21));
  sighting.failed(kRefused, at(30), at(31));
  EXPECT_EQ(sighting.failures_in_a_row, 2u);
  EXPECT_EQ(sighting.failing_since, at(20));
  sighting.saw(1, at(40), at(41));
  EXPECT_EQ(sighting.failures_in_a_row, 0u);
  EXPECT_TRUE(sighting.good());
  sighting.failed(kRefused, at(50), at(51));
  EXPECT_EQ(sighting.failures_in_a_row, 1u);
  EXPECT_EQ(sighting.failing_since, at(50));
}

}  // namespace
}  // namespace replwatch
