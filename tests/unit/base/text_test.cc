#include "probes/text.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace replwatch {
namespace {

constexpr const char* kReplacement = "\xEF\xBF\xBD";

TEST(Text, ANumberIsTheWholeTextOrNone) {
  EXPECT_EQ(parse_number<int>("42"), 42);
  EXPECT_EQ(parse_number<int>("-42"), -42);
  EXPECT_EQ(parse_number<std::uint64_t>("18446744073709551615"), 18446744073709551615u);
  EXPECT_EQ(parse_number<double>("30.250"), 30.25);
  EXPECT_EQ(parse_number<int>("007"), 7);
}

TEST(Text, WhatIsNoNumberOfTheTypeIsRefused) {
  for (const char* text :
       {"", " ", "abc", "1 ", " 1", "+1", "1.0", "1e3", "0x10", "1_000", "1,000", "--1", "1\n"}) {
    EXPECT_EQ(parse_number<int>(text), std::nullopt) << "'" << text << "'";
  }
  EXPECT_EQ(parse_number<std::uint64_t>("-1"), std::nullopt);
  EXPECT_EQ(parse_number<std::uint64_t>("18446744073709551616"), std::nullopt);
  EXPECT_EQ(parse_number<std::int8_t>("128"), std::nullopt);
  EXPECT_EQ(parse_number<double>("1,5"), std::nullopt);
  EXPECT_EQ(parse_number<int>(std::string_view("1\0", 2)), std::nullopt);
  EXPECT_EQ(parse_number<int>(std::string_view()), std::nullopt);
}

TEST(Text, CaseIsFoldedForAsciiOnly) {
  EXPECT_EQ(lower("SHOW Slave STATUS"), "show slave status");
  EXPECT_EQ(lower("\xC3\x84Z[@"), "\xC3\x84z[@");
  EXPECT_TRUE(equal_ignoring_case("Seconds_Behind", "sECONDS_bEHIND"));
  EXPECT_FALSE(equal_ignoring_case("a", "ab"));
  EXPECT_FALSE(equal_ignoring_case("[", "{"));
  EXPECT_TRUE(equal_ignoring_case("", ""));
}

TEST(Text, BlanksAreTrimmedAtBothEndsOnly) {
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(trim("a"), "a");
  EXPECT_EQ(trim(" \n\t "), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Text, WellFormedUtf8IsKept) {
  for (const char* text : {"", "ascii", "\xC2\x80", "\xC3\xA9", "\xE0\xA0\x80", "\xE2\x82\xAC",
                           "\xED\x9F\xBF", "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(valid_utf8(text), text);
  }
}

TEST(Text, EachByteThatIsNoUtf8IsReplaced) {
  const std::string one = kReplacement;
  EXPECT_EQ(valid_utf8("a\xFFz"), "a" + one + "z");
  EXPECT_EQ(valid_utf8("\x80"), one) << "a continuation without a start";
  EXPECT_EQ(valid_utf8("\xC3"), one) << "cut off";
  EXPECT_EQ(valid_utf8("\xE2\x82"), one + one) << "cut off";
  EXPECT_EQ(valid_utf8("\xC0\xAF"), one + one) << "overlong slash";
  EXPECT_EQ(valid_utf8("\xE0\x80\xAF"), one + one + one) << "overlong slash";
  EXPECT_EQ(valid_utf8("\xED\xA0\x80"), one + one + one) << "surrogate";
  EXPECT_EQ(valid_utf8("\xF4\x90\x80\x80"), one + one + one + one) << "past the last character";
  EXPECT_EQ(valid_utf8("\xF5"), one);
  EXPECT_EQ(valid_utf8("\xC3("), one + "(") << "what follows is kept";
}

TEST(Text, OneLineHasNoControlCharacters) {
  EXPECT_EQ(one_line("a\nb\r\tc\x1b[31m\x7f"), "a b  c [31m ");
  EXPECT_EQ(one_line(std::string_view("a\0b", 3)), "a b");
}

TEST(Text, OneLineIsCutOnACharactersBorder) {
  EXPECT_EQ(one_line("abcdef", 6), "abcdef");
  EXPECT_EQ(one_line("abcdefg", 6), "abc...");
  EXPECT_EQ(one_line("ab\xE2\x82\xAC\xE2\x82\xAC", 6), "ab...") << "the euro sign does not fit";
  EXPECT_EQ(one_line("ab\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC", 8), "ab\xE2\x82\xAC...");
  EXPECT_EQ(one_line("abcdef", 2), "..");
  EXPECT_EQ(one_line("abcdef", 0), "");
}

TEST(Text, OneLineKeepsItsLimitWhateverComes) {
  const std::string hostile = "\xFF\xFE\n" + std::string(5000, '\x80');
  for (std::size_t limit : {0u, 1u, 3u, 4u, 10u, 100u, 1000u}) {
    const std::string line = one_line(hostile, limit);
    EXPECT_LE(line.size(), limit);
    EXPECT_EQ(valid_utf8(line), line) << limit;
  }
}

TEST(Text, EditDistanceCountsSingleEdits) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("abc", ""), 3u);
  EXPECT_EQ(edit_distance("socket", "socket"), 0u);
  EXPECT_EQ(edit_distance("socket", "sokcet"), 2u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("deadline", "dedline"), 1u);
}

TEST(Text, HexIsReadBackAndNothingElseIs) {
  const std::string bytes("\0a\xff\n", 4);
  EXPECT_EQ(hex(bytes), "0061ff0a");
  EXPECT_EQ(from_hex(hex(bytes)), bytes);
  EXPECT_EQ(from_hex(""), "");
  for (const char* bad : {"0", "0g", "0A", " 0", "0x"}) EXPECT_FALSE(from_hex(bad)) << bad;
}

TEST(Text, APathInAFolder) { EXPECT_EQ(in_folder("/etc/stunnel", "a.conf"), "/etc/stunnel/a.conf"); }

}  // namespace
}  // namespace replwatch
