#include "probes/mysql/flavor.h"

#include <gtest/gtest.h>

namespace replwatch::mysql {
namespace {

TEST(Flavor, VersionStringsOfRealServersAreRead) {
  struct Case {
    const char* text;
    Flavor flavor;
    unsigned major, minor, patch;
  };
  for (const Case& c :
       {Case{"10.11.19-MariaDB-0+deb12u1-log", Flavor::mariadb, 10, 11, 19},
        Case{"5.5.5-10.11.19-MariaDB", Flavor::mariadb, 10, 11, 19},
        Case{"5.5.5-10.5.23-log", Flavor::mariadb, 10, 5, 23},
        Case{"5.5.68-MariaDB", Flavor::mariadb, 5, 5, 68},
        Case{"11.8.6-MariaDB-2 from Debian", Flavor::mariadb, 11, 8, 6},
        Case{"5.5.5-m3", Flavor::mysql, 5, 5, 5}, Case{"5.0.77-log", Flavor::mysql, 5, 0, 77},
        Case{"8.0.36-28", Flavor::mysql, 8, 0, 36}, Case{"9.7.4", Flavor::mysql, 9, 7, 4},
        Case{"8.0.mysql_aurora.3.04.0", Flavor::mysql, 8, 0, 0}, Case{"8.4", Flavor::mysql, 8, 4, 0}}) {
    const Result<Version> version = parse_version(c.text);
    ASSERT_TRUE(version) << c.text;
    EXPECT_EQ(version->flavor, c.flavor) << c.text;
    EXPECT_TRUE(version->at_least(c.major, c.minor, c.patch)) << c.text;
    EXPECT_FALSE(version->at_least(c.major, c.minor, c.patch + 1)) << c.text;
  }
}

TEST(Flavor, WhatIsNoVersionIsMalformed) {
  for (const char* text :
       {"", "MariaDB", "10", "10.", "10.x", ".5.5", "-1.2.3", "99999999999.1.2", "5.99999999999", " 10.11"}) {
    const Result<Version> version = parse_version(text);
    ASSERT_FALSE(version) << text;
    EXPECT_EQ(version.error().reason, Reason::malformed);
  }
}

TEST(Flavor, TheTextIsOneShortLineWithoutTheHandshakesPrefix) {
  EXPECT_EQ(parse_version("5.5.5-10.11.19-MariaDB")->text, "10.11.19-MariaDB");
  EXPECT_EQ(parse_version("9.7.4\n<b>")->text, "9.7.4 <b>");
  EXPECT_EQ(parse_version("9.7.4" + std::string(5000, 'x'))->text.size(), 100u);
}

TEST(Flavor, TheHandshakesPrefixWithNothingBehindItIsAVersionByItself) {
  EXPECT_EQ(parse_version("5.5.5-")->flavor, Flavor::mysql);
}

TEST(Flavor, VersionsCompareByTheirNumbersInOrder) {
  const Version version{Flavor::mysql, 8, 0, 22, ""};
  EXPECT_TRUE(version.at_least(8, 0, 22));
  EXPECT_TRUE(version.at_least(5, 7, 99));
  EXPECT_TRUE(version.at_least(8, 0));
  EXPECT_FALSE(version.at_least(8, 0, 26));
  EXPECT_FALSE(version.at_least(8, 2));
  EXPECT_FALSE(version.at_least(10, 0));
}

}  // namespace
}  // namespace replwatch::mysql
