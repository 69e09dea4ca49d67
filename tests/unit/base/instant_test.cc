#include "probes/instant.h"

#include <gtest/gtest.h>

#include <cmath>

namespace replwatch {
namespace {

using std::chrono::milliseconds;

TEST(Instant, SecondsKeepTheirFraction) {
  EXPECT_DOUBLE_EQ(seconds(milliseconds(1500)), 1.5);
  EXPECT_DOUBLE_EQ(seconds(milliseconds(-250)), -0.25);
  EXPECT_DOUBLE_EQ(seconds(Duration{}), 0.0);
}

TEST(Instant, UnknownIsNotEqualToAnything) {
  EXPECT_TRUE(std::isnan(kUnknown));
  EXPECT_FALSE(kUnknown == kUnknown);
}

TEST(Instant, WallTimeIsCountedBackFromNow) {
  const Instant now{std::chrono::hours(10)};
  const WallTime wall_now{std::chrono::hours(1000000)};
  EXPECT_EQ(wall_time(now, now, wall_now), wall_now);
  EXPECT_EQ(wall_time(now - milliseconds(1500), now, wall_now), wall_now - milliseconds(1500));
  EXPECT_EQ(wall_time(now + milliseconds(5), now, wall_now), wall_now + milliseconds(5));
}

}  // namespace
}  // namespace replwatch
