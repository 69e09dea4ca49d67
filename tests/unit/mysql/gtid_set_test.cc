#include "probes/mysql/gtid_set.h"

#include <gtest/gtest.h>

namespace replwatch::mysql {
namespace {

const std::string kA = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
const std::string kB = "3e11fa47-71ca-11e1-9e33-c80aa9429563";

TEST(GtidSet, WhatMySqlWritesIsReadAsSortedRanges) {
  struct Case {
    std::string text;
    GtidSet set;
  } cases[] = {
      {"", {}},
      {" \n", {}},
      {kA + ":7", {{kA, 7, 7}}},
      {kA + ":1-5:7-9", {{kA, 1, 5}, {kA, 7, 9}}},
      {kA + ":6-9:1-5", {{kA, 1, 9}}},
      {"3E11FA47-71CA-11E1-9E33-C80AA9429562:1", {{kA, 1, 1}}},
      {kB + ":1-3,\n" + kA + ":1", {{kA, 1, 1}, {kB, 1, 3}}},
      {kA + ":1-5:Blue:1-3:9", {{kA, 1, 5}, {kA + ":blue", 1, 3}, {kA + ":blue", 9, 9}}},
      {kA + ":1-18446744073709551614", {{kA, 1, 18446744073709551614u}}},
  };
  for (const Case& each : cases) EXPECT_EQ(parse_gtid_set(each.text), each.set) << each.text;
}

TEST(GtidSet, WhatIsNoSetIsRefused) {
  std::string many = kA;
  for (int i = 1; i < 2000; i += 2) many += ":" + std::to_string(i);
  const std::string cases[] = {"x",
                               kA,
                               kA + ":",
                               kA + ":0",
                               kA + ":5-4",
                               kA + ":-5",
                               kA + ":1-",
                               kA + ":1-2-3",
                               kA + ":1x",
                               kA + ":18446744073709551615",
                               kA + ":99999999999999999999",
                               "," + kA + ":1",
                               kA + ":1,,",
                               kA.substr(1) + ":1",
                               "g" + kA.substr(1) + ":1",
                               "0-1-100",
                               kA + ":tag-1:1",
                               many,
                               std::string(100000, ' ') + "x",
                               kA + ":1\xff",
                               kA + std::string(":1\0", 3)};
  for (const std::string& each : cases) EXPECT_EQ(parse_gtid_set(each), std::nullopt) << each.substr(0, 80);
}

TEST(GtidSet, APositionOfMariaDbIsEverythingUpToIt) {
  EXPECT_EQ(parse_gtid_position("0-1-1234,7-2-3"), (GtidSet{{"0", 1, 1234}, {"7", 1, 3}}));
  EXPECT_EQ(parse_gtid_position("0-1-1234,7-2-3", 2), (GtidSet{{"7", 1, 3}}));
  EXPECT_EQ(parse_gtid_position(""), GtidSet{});
  for (const char* each : {"0-1", "0-1-", "0-1-2-3", "-1-2", "0-1--2", "a-1-2", "0-1-2,", "4294967296-1-2",
                           "0-1-18446744073709551615", "0:1:2"}) {
    if (std::string_view(each) == "0-1-2,") continue;
    EXPECT_EQ(parse_gtid_position(each), std::nullopt) << each;
  }
}

TEST(GtidSet, SetsAreComparedByNumber) {
  const GtidSet whole{{"a", 1, 9}, {"b", 3, 5}, {"b", 8, 8}};
  EXPECT_TRUE(holds(whole, {}));
  EXPECT_TRUE(holds(whole, whole));
  EXPECT_TRUE(holds(whole, {{"a", 4, 9}, {"b", 8, 8}}));
  for (const GtidSet& part : {GtidSet{{"a", 1, 10}}, GtidSet{{"b", 5, 8}}, GtidSet{{"b", 2, 3}},
                              GtidSet{{"c", 1, 1}}, GtidSet{{"0", 1, 1}}}) {
    EXPECT_FALSE(holds(whole, part));
  }
  EXPECT_EQ(without(whole, {{"a", 4, 5}, {"b", 1, 4}}),
            (GtidSet{{"a", 1, 3}, {"a", 6, 9}, {"b", 5, 5}, {"b", 8, 8}}));
  EXPECT_EQ(without(whole, whole), GtidSet{});
  EXPECT_EQ(without({{"a", 1, 9}}, {{"a", 1, 2}, {"a", 4, 4}, {"a", 9, 20}}),
            (GtidSet{{"a", 3, 3}, {"a", 5, 8}}));
  EXPECT_EQ(common(whole, {{"a", 8, 20}, {"b", 4, 8}}), (GtidSet{{"a", 8, 9}, {"b", 4, 5}, {"b", 8, 8}}));
  EXPECT_EQ(united({{"a", 1, 3}, {"c", 1, 1}}, {{"a", 4, 6}, {"b", 1, 1}}),
            (GtidSet{{"a", 1, 6}, {"b", 1, 1}, {"c", 1, 1}}));
}

TEST(GtidSet, OnlyAStreamThatBothTellCanGoBack) {
  EXPECT_FALSE(went_back({{"a", 1, 9}}, {{"a", 1, 9}}));
  EXPECT_FALSE(went_back({{"a", 1, 9}}, {{"b", 1, 1}}));
  EXPECT_FALSE(went_back({{"a", 1, 3}}, {{"a", 1, 2}, {"a", 4, 9}}));
  EXPECT_TRUE(went_back({{"a", 1, 9}, {"b", 1, 2}}, {{"a", 1, 8}, {"b", 1, 5}}));
}

}  // namespace
}  // namespace replwatch::mysql
