#include "probes/duration.h"

#include <gtest/gtest.h>

namespace replwatch {
namespace {

using namespace std::chrono_literals;

TEST(DurationText, EveryUnitIsRead) {
  EXPECT_EQ(parse_duration("500ms"), 500ms);
  EXPECT_EQ(parse_duration("1s"), 1s);
  EXPECT_EQ(parse_duration("5m"), 5min);
  EXPECT_EQ(parse_duration("2h"), 2h);
  EXPECT_EQ(parse_duration("3d"), 72h);
  EXPECT_EQ(parse_duration("0s"), 0s);
  EXPECT_EQ(parse_duration("007s"), 7s);
  EXPECT_EQ(parse_duration("36500d"), 24h * 36500);
}

TEST(DurationText, WhatIsNoDurationIsRefused) {
  for (const char* text : {"",
                           "5",
                           "s",
                           "ms",
                           "-1s",
                           "+1s",
                           "1.5s",
                           "1 s",
                           " 1s",
                           "1s ",
                           "1S",
                           "1sec",
                           "1m30s",
                           "1w",
                           "1s1",
                           "0x1s",
                           "1e3s",
                           "36501d",
                           "99999999999999999999s",
                           "9223372036854775807d",
                           "9223372036854775807ms",
                           "inf",
                           "١s"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(DurationText, TheLargestUnitThatDividesItIsWritten) {
  EXPECT_EQ(duration_text(0s), "0s");
  EXPECT_EQ(duration_text(1500ms), "1500ms");
  EXPECT_EQ(duration_text(90s), "90s");
  EXPECT_EQ(duration_text(120s), "2m");
  EXPECT_EQ(duration_text(48h), "2d");
  EXPECT_EQ(duration_text(-120s), "-2m");
  EXPECT_EQ(duration_text(999us), "0s");
}

}  // namespace
}  // namespace replwatch
