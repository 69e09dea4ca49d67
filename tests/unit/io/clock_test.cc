#include "probes/io/clock.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "probes/timestamp.h"

namespace replwatch::io {
namespace {

TEST(Clock, BootTimeGoesOnAndNeverBack) {
  Instant before = now();
  EXPECT_GT(before, Instant{});
  for (int i = 0; i < 1000; ++i) {
    const Instant after = now();
    ASSERT_GE(after, before);
    before = after;
  }
}

TEST(Clock, WallTimeIsTheSystems) {
  const auto system = std::chrono::system_clock::now();
  EXPECT_LT(std::chrono::abs(wall_now() - system), std::chrono::seconds(5));
}

TEST(Clock, TheBootIdIsOneLineAndTheSameEachTime) {
  const std::string id = boot_id();
  EXPECT_EQ(id.size(), 36u) << id;
  EXPECT_EQ(boot_id(), id);
}

TEST(Clock, ALocalTimeIsReadInTheZoneOfThisMachine) {
  const char* before = std::getenv("TZ");
  const std::string kept = before == nullptr ? "" : before;
  setenv("TZ", "UTC-2", 1);  // two hours east
  tzset();
  const WallTime read = local_time({2026, 11, 22, 13, 41, 43});
  before == nullptr ? unsetenv("TZ") : setenv("TZ", kept.c_str(), 1);
  tzset();
  EXPECT_EQ(timestamp_text(read), "2026-11-22T11:41:43Z");
}

}  // namespace
}  // namespace replwatch::io
