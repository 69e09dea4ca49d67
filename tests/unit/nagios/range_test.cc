#include "nagios/range.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace replwatch::nagios {
namespace {

TEST(Range, AlertsAsTheGuidelinesSay) {
  struct Row {
    std::string_view range;
    std::vector<double> alerts, quiet;
  };
  const Row rows[] = {
      {"10", {-1, -0.001, 10.001, 11}, {0, 5, 10}},
      {"10:", {9.999, -5}, {10, 1e12}},
      {"~:10", {10.5, 11}, {10, -1e12}},
      {":10", {-1, 11}, {0, 10}},
      {"10:20", {9, 21}, {10, 15, 20}},
      {"@10:20", {10, 15, 20}, {9.9, 20.1}},
      {"@10", {0, 10}, {-1, 11}},
      {"@~:0", {-5, 0}, {0.1}},
      {"~:", {}, {-1e300, 0, 1e300}},
      {"-5:-1", {-6, 0}, {-5, -1}},
      {"0", {-1, 1}, {0}},
      {"0:0", {-1, 1}, {0}},
      {"1.5", {1.6}, {1.5}},
      {".5:1", {0.4}, {0.5}},
      {"1:1", {0, 2}, {1}},
  };
  for (const Row& row : rows) {
    const auto range = parse_range(row.range);
    ASSERT_TRUE(range) << row.range;
    EXPECT_EQ(range->text, row.range);
    for (const double value : row.alerts) EXPECT_TRUE(range->alerts(value)) << row.range << " at " << value;
    for (const double value : row.quiet) EXPECT_FALSE(range->alerts(value)) << row.range << " at " << value;
  }
}

TEST(Range, WhatIsNoRangeIsRefusedWithAMessage) {
  const std::string_view refused[] = {
      "",
      "abc",
      "@",
      ":",
      "@:",
      "~",
      "~10",
      "10:~",
      "10:abc",
      "abc:10",
      "20:10",
      "60s",
      "60 ",
      " 60",
      "6 0",
      "60,300",
      "1e3",
      "inf",
      "nan",
      "0x10",
      "10:20:",
      "::",
      "1:2:3",
      "+5",
      "--5",
      "1.2.3",
      "5-",
      "@@10",
      "10@",
      "~:~",
      "-",
      ".",
      "10%",
      "\n",
      "10\n",
      "١٠",
      "$ARG1$",
      "@~",
      "1:0.999",
      "10;20",
      "99999999999999999999999999999999999999999",
  };
  for (const std::string_view text : refused) {
    const auto range = parse_range(text);
    ASSERT_FALSE(range) << text;
    EXPECT_NE(range.error().text.find("is no threshold range: "), std::string::npos) << text;
    EXPECT_EQ(range.error().text.find('\n'), std::string::npos) << text;
  }
}

TEST(Range, TheMessageQuotesTheTextAndSaysWhy) {
  EXPECT_EQ(
      parse_range("20:10").error().text,
      "'20:10' is no threshold range: the start is above the end (examples: 60  10:  ~:10  10:20  @10:20)");
}

TEST(Range, AnUnknownValueNeverAlertsByItself) {
  EXPECT_FALSE(parse_range("10")->alerts(std::nan("")));
  EXPECT_FALSE(parse_range("@10")->alerts(std::nan("")));
}

}  // namespace
}  // namespace replwatch::nagios
