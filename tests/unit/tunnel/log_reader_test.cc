#include "probes/tunnel/log_reader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "probes/text.h"
#include "tests/unit/tunnel/stunnel_log.h"

namespace replwatch::tunnel {
namespace {

std::string fixture(std::string_view name) {
  std::ifstream file(std::string(REPLWATCH_SOURCE_DIR) + "/tests/fixtures/stunnel/" + std::string(name),
                     std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_FALSE(text.empty()) << name;
  return text;
}

constexpr std::string_view kSamples[] = {"4.15-good-d5.master.log",  "4.56-backend-down.master.log",
                                         "5.68-good-d6.slave.log",   "5.68-pair-expired.slave.log",
                                         "5.68-reopen.master.log.1", "5.68-reopen.master.log",
                                         "5.82-scanner.master.log"};

TEST(LogReader, BytesCutAnywhereGiveTheSameEvents) {
  for (const auto name : kSamples) {
    const std::string log = fixture(name);
    const auto whole = events_of(log);
    for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{100}, std::size_t{4096}}) {
      std::vector<Event> events;
      LogReader reader;
      const auto keep = [&](const Event& event) { events.push_back(event); };
      for (std::size_t at = 0; at < log.size(); at += step)
        reader.feed(std::string_view(log).substr(at, step), keep);
      reader.finish(keep);
      EXPECT_EQ(events, whole) << name << " in steps of " << step;
    }
  }
}

TEST(LogReader, AnUnfinishedLineWaitsForItsEndAndIsNotCounted) {
  std::vector<Event> events;
  LogReader reader;
  const auto keep = [&](const Event& event) { events.push_back(event); };
  reader.feed("2026.11.22 13:41:43 LOG5[main]: Termin", keep);
  EXPECT_EQ(reader.lines(), 0U);
  reader.feed("ated", keep);
  EXPECT_TRUE(events.empty());
  reader.feed("\n", keep);
  EXPECT_EQ(events.size(), 1U);
  EXPECT_EQ(reader.lines(), 1U);
}

TEST(LogReader, UnknownLinesAreCountedAndNothingElse) {
  LogReader reader;
  reader.feed(
      "rubbish\n\n2026.11.22 13:41:43 LOG5[1]: never written\n2026.11.22 13:41:43 LOG5[1]: Threading:X\n",
      [](const Event&) { FAIL(); });
  EXPECT_EQ(reader.lines(), 4U);
  EXPECT_EQ(reader.unrecognised_lines(), 3U);
  EXPECT_EQ(reader.highest_level(), 5);
  EXPECT_FALSE(reader.verification_seen());
}

TEST(LogReader, ALineBeyondAllMeasureIsDroppedWhole) {
  const std::string longest = "2026.11.22 13:41:43 LOG5[1]: Threading:" + std::string(64 * 1024 - 39, 'x');
  for (const auto& [log, unknown] : {std::pair{longest + "\n", 0U}, std::pair{longest + "x\n", 1U}}) {
    for (const std::size_t step : {log.size(), std::size_t{1000}}) {
      LogReader reader;
      for (std::size_t at = 0; at < log.size(); at += step) {
        reader.feed(std::string_view(log).substr(at, step), [](const Event&) { FAIL(); });
      }
      EXPECT_EQ(reader.lines(), 1U);
      EXPECT_EQ(reader.unrecognised_lines(), unknown) << log.size() << " in steps of " << step;
    }
  }
}

TEST(LogReader, ALineAfterAnOverlongOneIsReadAgain) {
  const std::string log = std::string(200'000, 'x') + "\n2026.11.22 13:41:43 LOG5[main]: Terminated\n";
  EXPECT_EQ(told(log), "stopped");
}

TEST(LogReader, CarriageReturnsAndHolesDoNoHarm) {
  EXPECT_EQ(told("2026.11.22 13:41:43 LOG5[main]: Terminated\r\n"), "stopped");
  EXPECT_EQ(told(std::string(500, '\0') + "2026.11.22 13:41:43 LOG5[main]: Terminated\n"), "stopped");
}

TEST(LogReader, InvalidBytesComeOutAsValidText) {
  const auto events =
      events_of("2026.11.22 13:41:43 LOG5[1]: Certificate accepted at depth=0: CN=\xFF\xC3\x28\n");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].subject, valid_utf8(events[0].subject));
  EXPECT_EQ(events[0].raw, valid_utf8(events[0].raw));
  EXPECT_EQ(events[0].raw.find('\xFF'), std::string::npos);
}

TEST(LogReader, ARestartForgetsTheUnfinishedLineAndOpenConnections) {
  LogReader reader;
  std::vector<Event> events;
  const auto keep = [&](const Event& event) { events.push_back(event); };
  reader.feed(log_of("1", {"4 CERT: Pre-verification error: certificate revoked"}) + "2026.11.22 13:4", keep);
  reader.restart();
  reader.feed(log_of("1", {"4 Rejected by CERT at depth=0: CN=a"}), keep);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].reason, "other");
  EXPECT_EQ(reader.unrecognised_lines(), 0U);
}

TEST(LogReader, AnyLineOfAVerificationCountsAsSeen) {
  for (const std::string_view line :
       {"5 VERIFY OK: depth=1, /CN=a", "4 VERIFY ERROR: depth=0, error=x: /CN=a",
        "6 Certificate accepted at depth=1: CN=a", "4 CERT: Pre-verification error: x",
        "4 CRL: CRL Expired - revoking all certificates",
        "3 SSL_accept: 1: error:1:x:y:peer did not return a certificate"}) {
    LogReader reader;
    reader.feed(log_of("1", {line}), [](const Event&) {});
    EXPECT_TRUE(reader.verification_seen()) << line;
  }
  for (const std::string_view line :
       {"6 Certificate verification disabled", "6 VERIFY IGNORE: depth=0, /CN=a",
        "3 SSL_accept: Peer suddenly disconnected"}) {
    LogReader reader;
    reader.feed(log_of("1", {line}), [](const Event&) {});
    EXPECT_FALSE(reader.verification_seen()) << line;
  }
}

TEST(LogReader, EveryLineOfTheSamplesIsRecognised) {
  for (const auto name : kSamples) {
    LogReader reader;
    reader.feed(fixture(name), [](const Event&) {});
    EXPECT_EQ(reader.unrecognised_lines(), 0U) << name;
    EXPECT_GT(reader.lines(), 0U) << name;
  }
}

}  // namespace
}  // namespace replwatch::tunnel
