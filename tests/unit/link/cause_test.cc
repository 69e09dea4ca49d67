#include "probes/link/cause.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "probes/link/finding.h"
#include "probes/link/hop.h"

namespace replwatch::link {
namespace {

// The contract's table (design, part 5), in its order: the numbers are API.
constexpr std::string_view kContract[] = {"ok",
                                          "lagging",
                                          "apply_blocked",
                                          "receive_blocked",
                                          "sql_thread_stopped",
                                          "sql_thread_error",
                                          "io_thread_stopped",
                                          "io_thread_gave_up",
                                          "io_thread_error",
                                          "binlog_purged",
                                          "source_position_invalid",
                                          "duplicate_server_id",
                                          "source_refused_login",
                                          "source_too_busy",
                                          "source_down",
                                          "source_unresponsive",
                                          "source_unreachable",
                                          "tunnel_client_down",
                                          "tunnel_server_unreachable",
                                          "tunnel_verify_failed",
                                          "tunnel_handshake_failed",
                                          "tunnel_stalled",
                                          "tunnel_exhausted",
                                          "replica_not_configured",
                                          "replica_down",
                                          "replica_unresponsive",
                                          "connecting",
                                          "monitor_denied",
                                          "monitor_crowded_out",
                                          "blind"};

TEST(Cause, EachRowHasItsCodeInTheContractsOrderASentenceAndANextStep) {
  ASSERT_EQ(std::size(kContract), kCauseCount);
  std::set<std::string_view> sentences;
  for (std::size_t i = 0; i < kCauseCount; ++i) {
    const CauseRow& each = kCauses[i];
    EXPECT_EQ(static_cast<std::size_t>(each.cause), i);
    EXPECT_EQ(each.code, kContract[i]);
    EXPECT_EQ(&row(each.cause), &each);
    EXPECT_EQ(code(each.cause), each.code);
    EXPECT_EQ(parse_cause(each.code), each.cause);
    EXPECT_FALSE(each.next.empty()) << each.code;
    EXPECT_TRUE(sentences.insert(each.sentence).second) << each.code << " has another one's sentence";
    ASSERT_FALSE(each.sentence.empty()) << each.code;
    EXPECT_NE(each.sentence.back(), '.') << each.code;
    for (const std::string_view text : {each.sentence, each.next}) {
      EXPECT_EQ(text.find('\n'), std::string_view::npos) << each.code;
    }
  }
}

TEST(Cause, SeverityIsTheContracts) {
  for (const CauseRow& each : kCauses) {
    const Severity expected = each.cause == Cause::ok        ? Severity::ok
                              : each.cause == Cause::lagging ? Severity::warning
                              : each.cause == Cause::monitor_denied ||
                                      each.cause == Cause::monitor_crowded_out || each.cause == Cause::blind
                                  ? Severity::unknown
                                  : Severity::critical;
    EXPECT_EQ(each.severity, expected) << each.code;
  }
}

TEST(Cause, NothingElseIsACode) {
  for (const char* text : {"", "OK", "ok ", "unknown", "source", "tunnel_verify_faile"}) {
    EXPECT_EQ(parse_cause(text), std::nullopt) << text;
  }
}

TEST(Severity, HasTheNumbersAndWordsOfTheContract) {
  constexpr std::string_view kWords[] = {"ok", "warning", "critical", "unknown"};
  for (std::size_t i = 0; i < kSeverities.size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(kSeverities[i]), i);
    EXPECT_EQ(code(kSeverities[i]), kWords[i]);
  }
}

TEST(Hop, StandsInTheOrderOfTheData) {
  std::string order;
  for (const Hop hop : kHops) order += std::string(code(hop)) + " ";
  EXPECT_EQ(order, "source tunnel_server network tunnel_client io_thread sql_thread ");
  std::string states;
  for (const HopState state : kHopStates) states += std::string(code(state)) + " ";
  EXPECT_EQ(states, "ok broken suspect unknown ");
}

TEST(Finding, EachCodeIsUniqueAndOfTheContract) {
  std::set<std::string_view> codes;
  for (const std::string_view each : kFindingCodes) {
    EXPECT_FALSE(each.empty());
    EXPECT_TRUE(codes.insert(each).second) << each;
  }
  EXPECT_EQ(codes.size(), kFindingCount);
  EXPECT_EQ(code(FindingCode::replica_writable), "replica_writable");
  EXPECT_EQ(code(FindingCode::source_not_sampled), "source_not_sampled");
  EXPECT_EQ(code(FindingCode::crl_not_checked), "crl_not_checked");
  EXPECT_EQ(code(FindingCode::binlog_purge_risk), "binlog_purge_risk");
  EXPECT_EQ(code(FindingCode::tunnel_not_boot_safe), "tunnel_not_boot_safe");
  EXPECT_EQ(code(FindingSeverity::critical), "critical");
}

}  // namespace
}  // namespace replwatch::link
