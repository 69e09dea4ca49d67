// The causes a link can have, exactly one at a time: code, severity, sentence and what to check next, one row
// each. Codes and their order are API (replwatch_link_cause_number is the row): append, never reorder.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace replwatch::link {

enum class Severity { ok, warning, critical, unknown };  // the numbers are API: replwatch_link_severity
inline constexpr std::array<Severity, 4> kSeverities{Severity::ok, Severity::warning, Severity::critical,
                                                     Severity::unknown};
constexpr std::string_view code(Severity severity) {
  constexpr std::array<std::string_view, 4> kCodes{"ok", "warning", "critical", "unknown"};
  return kCodes[static_cast<std::size_t>(severity)];
}

enum class Cause {
  ok,
  lagging,
  apply_blocked,
  receive_blocked,
  sql_thread_stopped,
  sql_thread_error,
  io_thread_stopped,
  io_thread_gave_up,
  io_thread_error,
  binlog_purged,
  source_position_invalid,
  duplicate_server_id,
  source_refused_login,
  source_too_busy,
  source_down,
  source_unresponsive,
  source_unreachable,
  tunnel_client_down,
  tunnel_server_unreachable,
  tunnel_verify_failed,
  tunnel_handshake_failed,
  tunnel_stalled,
  tunnel_exhausted,
  replica_not_configured,
  replica_down,
  replica_unresponsive,
  connecting,
  monitor_denied,
  monitor_crowded_out,
  blind
};
inline constexpr std::size_t kCauseCount = 30;

struct CauseRow {
  Cause cause;
  std::string_view code;
  Severity severity;          // lagging: by thresholds, warning here
  std::string_view sentence;  // what it means, for people, without a full stop
  std::string_view next;      // what to check next, with a command where there is one
};
extern const std::array<CauseRow, kCauseCount> kCauses;

const CauseRow& row(Cause cause);
std::string_view code(Cause cause);
std::optional<Cause> parse_cause(std::string_view code);

}  // namespace replwatch::link
