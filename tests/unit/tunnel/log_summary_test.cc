#include "probes/tunnel/log_summary.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/unit/tunnel/stunnel_log.h"

namespace replwatch::tunnel {
namespace {

std::string fixture(std::string_view name) {
  std::ifstream file(std::string(REPLWATCH_SOURCE_DIR) + "/tests/fixtures/stunnel/" + std::string(name),
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(LogSummary, TheSamplesHaveExactlyTheseCounts) {
  LogSummary expected;
  expected.lines = 14;
  expected.verification_seen = true;
  expected.started = expected.stopped = 1;
  expected.accepted = expected.closed = 4;
  expected.verify_ok = {{0, 1}, {1, 1}};
  expected.verify_ok_subjects = {{"DC=es, DC=irisgrid, O=ifca, CN=host/server2.domain.two", 1}};
  EXPECT_EQ(summarise_log(fixture("4.15-good-d5.master.log")), expected);

  expected.lines = 17;
  expected.accepted = expected.reset = 3;
  expected.closed = 0;
  expected.connect_failed = {{"refused", 3}};
  EXPECT_EQ(summarise_log(fixture("4.56-backend-down.master.log")), expected);

  expected = {};
  expected.lines = 95;
  expected.verification_seen = true;
  expected.started = expected.stopped = 1;
  expected.accepted = expected.closed = expected.backend_connected = 4;
  expected.verify_ok = {{0, 1}, {1, 1}};
  expected.verify_ok_subjects = {{"DC=es, DC=irisgrid, O=ifca, CN=host/server1.domain.one", 1}};
  EXPECT_EQ(summarise_log(fixture("5.68-good-d6.slave.log")), expected);

  expected = {};
  expected.lines = 23;
  expected.verification_seen = true;
  expected.started = expected.stopped = 1;
  expected.accepted = expected.backend_connected = expected.peer_rejected_us = expected.reset = 2;
  expected.verify_ok = {{0, 2}};
  expected.verify_ok_subjects = {{"DC=es, DC=irisgrid, O=ifca, CN=host/server1.domain.one", 2}};
  EXPECT_EQ(summarise_log(fixture("5.68-pair-expired.slave.log")), expected);

  expected = {};
  expected.lines = 26;
  expected.started = expected.stopped = 1;
  expected.accepted = 4;
  expected.handshake_failed = {{"eof", 4}};
  expected.reset = 6;
  EXPECT_EQ(summarise_log(fixture("5.82-scanner.master.log")), expected);
}

TEST(LogSummary, FilesInReadingOrderAreOneLog) {
  LogCounter counter;
  counter.feed(fixture("5.68-reopen.master.log.1"));
  counter.feed(fixture("5.68-reopen.master.log"));
  LogSummary expected;
  expected.lines = 36;
  expected.verification_seen = true;
  expected.started = expected.stopped = expected.log_reopened = 1;
  expected.accepted = expected.closed = expected.backend_connected = 5;
  expected.verify_ok = {{0, 5}};
  expected.verify_ok_subjects = {{"DC=es, DC=irisgrid, O=ifca, CN=host/server2.domain.two", 5}};
  EXPECT_EQ(counter.finish(), expected);
}

TEST(LogSummary, EveryKindOfEventIsCountedSomewhere) {
  for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
    LogSummary summary;
    Event event;
    event.kind = static_cast<EventKind>(kind);
    event.reason = "other";
    summary.add(event);
    EXPECT_NE(summary, LogSummary{}) << code(event.kind);
  }
}

TEST(LogSummary, SubjectsAreOnlyThoseAtDepthZero) {
  const LogSummary summary =
      summarise_log(log_of("1:2", {"5 VERIFY OK: depth=1, /CN=CA", "5 VERIFY OK: depth=0, /CN=a"}));
  EXPECT_EQ(summary.verify_ok, (std::map<int, std::uint64_t>{{0, 1}, {1, 1}}));
  EXPECT_EQ(summary.verify_ok_subjects, (LogSummary::Counts{{"CN=a", 1}}));
}

}  // namespace
}  // namespace replwatch::tunnel
