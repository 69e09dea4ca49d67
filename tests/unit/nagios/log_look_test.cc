#include "nagios/log_look.h"

#include <gtest/gtest.h>

#include "tests/unit/io/folder.h"

namespace replwatch::nagios {
namespace {

std::string line(std::string_view id, std::string_view text) {
  return "2026.11.22 13:41:43 LOG5[" + std::string(id) + "]: " + std::string(text) + "\n";
}

class LogLookTest : public ::testing::Test {
 protected:
  LogSight look(std::string service = "") const {
    return look_at_log({"", std::move(service), folder_.path("log"), folder_.path("place")});
  }
  testing::Folder folder_;
};

TEST_F(LogLookTest, TheFirstRunCountsNothingAndSaysSo) {
  folder_.write("log", line("0", "Service [mysql] accepted connection from 10.0.0.1:5"));
  const LogSight first = look();
  EXPECT_EQ(first.span, LogSpan::from_now_on);
  EXPECT_EQ(first.counts.accepted, 0u);
  folder_.append("log", line("1", "Service [mysql] accepted connection from 10.0.0.1:6"));
  const LogSight second = look();
  EXPECT_EQ(second.span, LogSpan::since_last_run);
  EXPECT_EQ(second.counts.accepted, 1u);
  EXPECT_EQ(second.counts.lines, 1u);
  EXPECT_EQ(look().counts.accepted, 0u);
}

TEST_F(LogLookTest, AFailureWhoseLinesFallIntoTwoRunsIsCountedOnceWithItsServiceAndReason) {
  folder_.write("log", "");
  look();
  folder_.append("log", line("0", "Service [mysql] accepted connection from 10.0.0.1:5") +
                            line("0", "CERT: Pre-verification error: certificate has expired"));
  EXPECT_EQ(look("mysql").counts.verify_failed.size(), 0u);
  folder_.append("log", line("0", "Rejected by CERT at depth=0: CN=a"));
  const LogSight second = look("mysql");
  EXPECT_EQ(second.counts.verify_failed, (tunnel::LogSummary::Counts{{"expired", 1}}));
  folder_.append("log", line("0", "SSL_accept: x.c:1: error:1:SSL routines::certificate verify failed") +
                            line("0", "Connection reset: 0 byte(s) sent to TLS, 0 byte(s) sent to socket"));
  const LogSight third = look("mysql");
  EXPECT_EQ(third.counts.verify_failed.size(), 0u);
  EXPECT_EQ(third.counts.handshake_failed.size(), 0u);
  EXPECT_EQ(third.counts.reset, 1u);
}

TEST_F(LogLookTest, AnotherServicesFailuresAreNotThisOnes) {
  folder_.write("log", "");
  look();
  folder_.append("log", line("0", "Service [other] accepted connection from 10.0.0.1:5") +
                            line("0", "SSL_accept: Peer suddenly disconnected"));
  EXPECT_TRUE(look("mysql").counts.handshake_failed.empty());
}

TEST_F(LogLookTest, AStateFileOfAnotherLogIsAFirstRun) {
  folder_.write("log", line("0", "Terminated"));
  folder_.write("place", "check_stunnel_log 1 1 61 /another/log\n");
  EXPECT_EQ(look().span, LogSpan::from_now_on);
}

TEST_F(LogLookTest, WhatCameIntoARotatedLogIsCountedToo) {
  const auto accepted = [](int port) {
    return line("0", "Service [mysql] accepted connection from 10.0.0.1:" + std::to_string(port));
  };
  folder_.write("log", accepted(1));
  look();
  folder_.append("log", accepted(2));
  folder_.rename("log", "log-20261124");
  folder_.write("log", accepted(3) + accepted(4));
  const LogSight sight = look();
  EXPECT_EQ(sight.counts.accepted, 3u);
  EXPECT_FALSE(sight.rest_lost);
  EXPECT_EQ(look().counts.accepted, 0u);
}

TEST_F(LogLookTest, ARotatedLogThatIsGoneIsToldAsAGap) {
  folder_.write("log", line("0", "Terminated"));
  look();
  folder_.write("log", line("0", "Service [mysql] accepted connection from 10.0.0.1:5"));
  const LogSight sight = look();
  EXPECT_TRUE(sight.rest_lost);
  EXPECT_EQ(sight.counts.accepted, 1u);
  EXPECT_FALSE(look().rest_lost);
}

TEST_F(LogLookTest, WhileTheLogIsMissingThePlaceHolds) {
  folder_.write("log", line("0", "Terminated"));
  look();
  folder_.rename("log", "log.1");
  EXPECT_TRUE(look().unreadable);
  folder_.append("log.1", line("0", "Service [mysql] accepted connection from 10.0.0.1:5"));
  folder_.write("log", line("0", "Service [mysql] accepted connection from 10.0.0.1:6"));
  EXPECT_EQ(look().counts.accepted, 2u);
}

TEST_F(LogLookTest, WithoutAStateFileTheWholeLogIsCounted) {
  folder_.write("log", line("0", "Service [mysql] accepted connection from 10.0.0.1:5"));
  const LogSight sight = look_at_log({"", "", folder_.path("log"), ""});
  EXPECT_EQ(sight.span, LogSpan::whole);
  EXPECT_EQ(sight.counts.accepted, 1u);
  EXPECT_FALSE(std::filesystem::exists(folder_.path("place")));
}

TEST_F(LogLookTest, TheConfigurationNamesTheLog) {
  folder_.write("log", line("0", "Terminated"));
  folder_.write("stunnel.conf",
                "output = " + folder_.path("log") + "\n[mysql]\naccept = 3307\nconnect = 3306\n");
  const LogSight sight = look_at_log({folder_.path("stunnel.conf"), "mysql", "", ""});
  EXPECT_FALSE(sight.unreadable);
  EXPECT_EQ(sight.path, folder_.path("log"));
  EXPECT_EQ(sight.counts.stopped, 1u);
  const LogSight other = look_at_log({folder_.path("stunnel.conf"), "oracle", "", ""});
  ASSERT_TRUE(other.unreadable);
  EXPECT_NE(other.unreadable->text.find("no service [oracle]"), std::string::npos);
}

TEST_F(LogLookTest, AMissingLogAndAPlaceThatCannotBeKeptAreTold) {
  EXPECT_TRUE(look().unreadable);
  folder_.write("log", "");
  EXPECT_TRUE(look_at_log({"", "", folder_.path("log"), folder_.path("nowhere/place")}).state_trouble);
}

}  // namespace
}  // namespace replwatch::nagios
