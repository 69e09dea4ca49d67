#include "probes/timestamp.h"

#include <gtest/gtest.h>

namespace replwatch {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr WallTime kNewYear = sys_days(2027y / January / 1);

TEST(Timestamp, DateTimeAndOffsetAreRead) {
  EXPECT_EQ(parse_timestamp("2027-01-01T00:00:00Z"), kNewYear);
  EXPECT_EQ(parse_timestamp("2027-01-01t00:00:00z"), kNewYear);
  EXPECT_EQ(parse_timestamp("2027-01-01 01:02:03Z"), kNewYear + 1h + 2min + 3s);
  EXPECT_EQ(parse_timestamp("2027-01-01T02:00:00+02:00"), kNewYear);
  EXPECT_EQ(parse_timestamp("2026-12-31T18:30:00-05:30"), kNewYear);
  EXPECT_EQ(parse_timestamp("2027-01-01T00:00:00.25Z"), kNewYear + 250ms);
  EXPECT_EQ(parse_timestamp("2027-01-01T00:00:00.1234567899Z"), kNewYear + 123456789ns);
  EXPECT_EQ(parse_timestamp("2026-12-31T23:59:60Z"), kNewYear);
  EXPECT_EQ(parse_timestamp("2028-02-29T00:00:00Z"), WallTime(sys_days(2028y / February / 29)));
  EXPECT_EQ(parse_timestamp("1970-01-01T00:00:00Z"), WallTime());
  EXPECT_TRUE(parse_timestamp("2261-12-31T23:59:59.999999999-23:59"));
}

TEST(Timestamp, WhatIsNoTimestampIsRefused) {
  for (const char* text : {"",
                           "2027",
                           "2027-01-01",
                           "2027-01-01T00:00:00",
                           "2027-01-01T00:00Z",
                           "2027-1-1T00:00:00Z",
                           "27-01-01T00:00:00Z",
                           "2027-02-29T00:00:00Z",
                           "2027-13-01T00:00:00Z",
                           "2027-00-01T00:00:00Z",
                           "2027-01-00T00:00:00Z",
                           "2027-01-32T00:00:00Z",
                           "2027-04-31T00:00:00Z",
                           "2027-01-01T24:00:00Z",
                           "2027-01-01T00:60:00Z",
                           "2027-01-01T00:00:61Z",
                           "2027-01-01T00:00:00.Z",
                           "2027-01-01T00:00:00,5Z",
                           "2027-01-01T00:00:00+2",
                           "2027-01-01T00:00:00+0200",
                           "2027-01-01T00:00:00+24:00",
                           "2027-01-01T00:00:00+00:60",
                           "2027-01-01T00:00:00Z ",
                           " 2027-01-01T00:00:00Z",
                           "2027-01-01T00:00:00ZZ",
                           "2027/01/01T00:00:00Z",
                           "2027-01-01X00:00:00Z",
                           "-027-01-01T00:00:00Z",
                           "2027--1-01T00:00:00Z",
                           "2027-01-01T-1:00:00Z",
                           "1969-12-31T23:59:59Z",
                           "2262-01-01T00:00:00Z",
                           "9999-12-31T23:59:59Z",
                           "tomorrow",
                           "1798761600"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
}

TEST(Timestamp, ItIsWrittenInUtcAndWholeSeconds) {
  EXPECT_EQ(timestamp_text(kNewYear), "2027-01-01T00:00:00Z");
  EXPECT_EQ(timestamp_text(kNewYear + 13h + 4min + 5s + 999ms), "2027-01-01T13:04:05Z");
  EXPECT_EQ(timestamp_text(WallTime() - 1ns), "1969-12-31T23:59:59Z");
}

}  // namespace
}  // namespace replwatch
