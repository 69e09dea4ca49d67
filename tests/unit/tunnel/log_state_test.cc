#include "probes/tunnel/log_state.h"

#include <gtest/gtest.h>

#include <numeric>

namespace replwatch::tunnel {
namespace {

using namespace std::chrono_literals;

constexpr Instant kRead{100s};
constexpr WallTime kWhen{1700000000s};

Event event(EventKind kind, std::string reason = "", int depth = 0) {
  Event event;
  event.kind = kind;
  event.reason = std::move(reason);
  event.depth = depth;
  return event;
}

std::uint64_t sum(const std::map<std::string, std::uint64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                         [](std::uint64_t total, const auto& each) { return total + each.second; });
}

TEST(LogState, EveryCounterStandsAtZeroBeforeItsFirstEvent) {
  const LogState log = new_log_state();
  EXPECT_EQ(log.counts.verify.size(), kVerifyReasons.size() + 1);
  EXPECT_EQ(log.counts.verify.at("ok"), 0u);
  for (const auto reason : kVerifyReasons) EXPECT_TRUE(log.counts.verify.contains(std::string(reason)));
  for (const auto reason : kHandshakeReasons) {
    EXPECT_TRUE(log.counts.handshake_failures.contains(std::string(reason)));
  }
  for (const auto reason : kConnectReasons) {
    EXPECT_TRUE(log.counts.connect_failures.contains(std::string(reason)));
  }
  EXPECT_EQ(log.counts.closed, (std::map<std::string, std::uint64_t>{{"closed", 0}, {"reset", 0}}));
}

TEST(LogState, EachEventCountsOnceWhereItBelongs) {
  LogState log = new_log_state();
  const Event events[] = {event(EventKind::accepted),
                          event(EventKind::verify_ok),
                          event(EventKind::verify_ok, "", 1),
                          event(EventKind::verify_failed, "expired"),
                          event(EventKind::handshake_failed, "eof"),
                          event(EventKind::connect_failed, "refused"),
                          event(EventKind::closed),
                          event(EventKind::reset),
                          event(EventKind::peer_rejected_us, "tlsv1 alert unknown ca"),
                          event(EventKind::started, "5.68"),
                          event(EventKind::client_limit)};
  for (const Event& each : events) note_event(log, each, kRead, kWhen, true);
  EXPECT_EQ(log.counts.accepted, 1u);
  EXPECT_EQ(log.counts.verify.at("ok"), 1u) << "depth 0 alone is a connection";
  EXPECT_EQ(log.counts.verify.at("expired"), 1u);
  EXPECT_EQ(sum(log.counts.verify), 2u);
  EXPECT_EQ(log.counts.handshake_failures.at("eof"), 1u);
  EXPECT_EQ(log.counts.connect_failures.at("refused"), 1u);
  EXPECT_EQ(log.counts.closed.at("closed"), 1u);
  EXPECT_EQ(log.counts.closed.at("reset"), 1u);
  EXPECT_EQ(log.counts.peer_rejected_us, 1u);
}

TEST(LogState, AReasonThatIsNotKnownMakesNoNewCounter) {
  LogState log = new_log_state();
  note_event(log, event(EventKind::verify_failed, "ok"), kRead, kWhen, true);
  note_event(log, event(EventKind::verify_failed, "\"} 1\n"), kRead, kWhen, true);
  note_event(log, event(EventKind::connect_failed, "reason of tomorrow"), kRead, kWhen, true);
  EXPECT_EQ(log.counts.verify.size(), kVerifyReasons.size() + 1);
  EXPECT_EQ(log.counts.verify.at("other"), 2u);
  EXPECT_EQ(log.counts.verify.at("ok"), 0u) << "a failure is never counted as a success";
  EXPECT_EQ(log.counts.connect_failures.at("other"), 1u);
}

TEST(LogState, LinesOfBeforeTheFirstStartTellTheStateAndNoNumber) {
  LogState log = new_log_state();
  note_event(log, event(EventKind::verify_ok), kRead, kWhen, false);
  note_event(log, event(EventKind::verify_failed, "expired"), kRead, kWhen + 1s, false);
  EXPECT_EQ(log.last_verify_ok, kWhen);
  EXPECT_TRUE(log.verification_seen);
  EXPECT_EQ(log.counts, new_log_state().counts);
  EXPECT_TRUE(log.recent.empty());
}

TEST(LogState, TheLastVerifyOkIsThatOfDepthZero) {
  LogState log = new_log_state();
  note_event(log, event(EventKind::verify_ok), kRead, kWhen, true);
  note_event(log, event(EventKind::verify_ok, "", 1), kRead, kWhen + 9s, true);
  EXPECT_EQ(log.last_verify_ok, kWhen);
  note_event(log, event(EventKind::verify_failed, "expired"), kRead, kWhen + 10s, true);
  EXPECT_EQ(log.last_verify_ok, kWhen);
}

TEST(LogState, AFailureStaysInSightHoweverManyGoodConnectionsFollow) {
  LogState log = new_log_state();
  note_event(log, event(EventKind::verify_failed, "expired"), kRead, kWhen, true);
  for (int i = 0; i < 100; ++i) {
    for (const auto kind : {EventKind::accepted, EventKind::verify_ok, EventKind::backend_connected,
                            EventKind::closed, EventKind::reset}) {
      note_event(log, event(kind), kRead + 1s * i, kWhen, true);
    }
  }
  ASSERT_EQ(log.recent.size(), 3u);
  EXPECT_EQ(log.recent[0].event.reason, "expired");
  EXPECT_EQ(log.recent[1].event.kind, EventKind::closed);
  EXPECT_EQ(log.recent[2].event.kind, EventKind::reset);
  EXPECT_EQ(log.recent[2].read, kRead + 99s);
}

TEST(LogState, TheLastFiftyEventsAreKeptOldestFirst) {
  LogState log = new_log_state();
  for (int i = 0; i < 120; ++i) {
    note_event(log, event(EventKind::connect_failed, std::to_string(i)), kRead, kWhen, true);
  }
  ASSERT_EQ(log.recent.size(), 50u);
  EXPECT_EQ(log.recent.front().event.reason, "70");
  EXPECT_EQ(log.recent.back().event.reason, "119");
}

TEST(ParseStamp, TakesStunnelsStampAndNothingElse) {
  EXPECT_EQ(parse_stamp("2026.11.22 13:41:43"), (std::array{2026, 11, 22, 13, 41, 43}));
  for (const char* text :
       {"", "2026.11.22", "2026.11.22 13:41:4", "2026.11.22 13:41:433", "2026-11-22 13:41:43",
        "2026.11.22T13:41:43", "2026.1a.22 13:41:43", " 026.11.22 13:41:43"}) {
    EXPECT_EQ(parse_stamp(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace replwatch::tunnel
