#include "agent/config/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replwatch::config {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(ConfigDocument, EveryKeyAndElementKnowsItsLine) {
  const Document document = parse_document(R"({
  "a": 1,
  "b": [
    "x", 2,

    true
  ], /* two
  lines */ "c": {
    // a comment
    "d":
      null },
  "e": 1.5
})");
  EXPECT_TRUE(document.whole);
  EXPECT_THAT(lines_of(document.root),
              ElementsAre(Pair("", 1), Pair("a", 2), Pair("b", 3), Pair("b[0]", 4), Pair("b[1]", 4),
                          Pair("b[2]", 6), Pair("c", 8), Pair("c.d", 10), Pair("e", 12)));
}

TEST(ConfigDocument, ANumberAtTheEndOfALineStandsOnThatLine) {
  const Document document = parse_document("[1\n,2\n,\n3\n]");
  EXPECT_THAT(lines_of(document.root),
              ElementsAre(Pair("", 1), Pair("[0]", 1), Pair("[1]", 2), Pair("[2]", 4)));
}

TEST(ConfigDocument, ValuesKeepTheirKind) {
  const Document document =
      parse_document(R"([null, false, -7, 9223372036854775807, 9223372036854775808, 0.5, "ü\n", [], {}])");
  std::vector<Kind> kinds;
  for (const Value& element : document.root.children) kinds.push_back(element.kind);
  EXPECT_THAT(kinds, ElementsAre(Kind::null, Kind::flag, Kind::integer, Kind::integer, Kind::number,
                                 Kind::number, Kind::text, Kind::array, Kind::object));
  EXPECT_EQ(document.root.children[2].integer, -7);
  EXPECT_EQ(document.root.children[3].integer, 9223372036854775807);
  EXPECT_EQ(document.root.children[6].text, "ü\n");
}

TEST(ConfigDocument, ARepeatedKeyIsToldAtItsOwnPathAndReadingGoesOn) {
  const Document document = parse_document("{\"a\": [1, {\"b\": {\"c\": 1,\n\"c\": 2}}],\n\"a\": 3}");
  EXPECT_TRUE(document.whole);
  ASSERT_EQ(document.problems.size(), 2u);
  EXPECT_EQ(document.problems[0].path, "a[1].b.c");
  EXPECT_EQ(document.problems[0].line, 2);
  EXPECT_EQ(document.problems[1].path, "a");
  EXPECT_EQ(document.problems[1].line, 3);
  ASSERT_NE(document.root.find("a"), nullptr);
  EXPECT_EQ(document.root.find("a")->kind, Kind::array);
}

TEST(ConfigDocument, TheSameKeyInTwoObjectsIsNoRepetition) {
  EXPECT_TRUE(parse_document(R"({"a": {"x": 1}, "b": {"x": 1, "a": 2}})").problems.empty());
}

TEST(ConfigDocument, OnlyMembersOfObjectsAreFound) {
  const Document document = parse_document(R"({"a": ["b"]})");
  EXPECT_EQ(document.root.find("b"), nullptr);
  EXPECT_EQ(document.root.find("a")->find("b"), nullptr);
  EXPECT_EQ(document.root.find("a")->find(""), nullptr);
}

TEST(ConfigDocument, WhatIsNoJsonIsToldOnceAndLeavesNothingWhole) {
  for (const char* text :
       {"",           " ",    "{",      "[",       "{]",           "[}",       "{\"a\"}", "{\"a\":}", "{,}",
        "{\"a\":1,}", "[1,]", "[1 2]",  "nul",     "01",           "+1",       "1.",      ".5",       "1e",
        "NaN",        "'a'",  "\"a",    "\"\\x\"", "\"\\ud800\"",  "\"\t\"",   "{}{}",    "{} x",     "/",
        "/*",         "// x", "{}/* x", "[\xff]",  "\"\xc0\x80\"", "\xef\xbb", "{a:1}"}) {
    const Document document = parse_document(text);
    EXPECT_FALSE(document.whole) << text;
    ASSERT_EQ(document.problems.size(), 1u) << text;
    EXPECT_GE(document.problems[0].line, 1) << text;
  }
}

TEST(ConfigDocument, DepthIsBounded) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse_document(nested(16)).whole);
  EXPECT_FALSE(parse_document(nested(17)).whole);
  EXPECT_FALSE(parse_document(std::string(1000000, '[')).whole);
}

}  // namespace
}  // namespace replwatch::config
