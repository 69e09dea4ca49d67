// Secondary observations on a link. Their severity is their own and never changes the cause's. Codes are API.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace replwatch::link {

enum class FindingCode {
  replica_writable,
  local_writes_on_replica,
  source_read_only,
  source_not_sampled,
  peer_silent,
  filter_mismatch,
  filter_drops_writes,
  skips_errors,
  not_durable,
  verification_inactive,
  crl_not_checked,
  subject_not_checked,
  certificate_expiring,
  crl_expiring,
  certificate_not_reloaded,
  reload_will_fail,
  key_readable,
  log_unreadable,
  log_time_zone,
  retry_exhaustion_ahead,
  binlog_purge_risk,
  heartbeat_period_too_long,
  monitor_grant_missing,
  monitor_account_too_powerful,
  replication_account_too_powerful,
  clock_offset,
  flapping,
  unknown_replica,
  tunnel_not_boot_safe,
  old_protocol_allowed,
  log_not_writable
};
inline constexpr std::size_t kFindingCount = 31;
extern const std::array<std::string_view, kFindingCount> kFindingCodes;
inline std::string_view code(FindingCode finding) { return kFindingCodes[static_cast<std::size_t>(finding)]; }

enum class FindingSeverity { none, info, warning, critical };  // the numbers are API: replwatch_link_finding
constexpr std::string_view code(FindingSeverity severity) {
  constexpr std::array<std::string_view, 4> kCodes{"none", "info", "warning", "critical"};
  return kCodes[static_cast<std::size_t>(severity)];
}

struct Finding {
  FindingCode code{};
  FindingSeverity severity = FindingSeverity::info;
  std::string text;       // one line: what is so, what is lost or at risk by it
  std::string remedy;     // one line: what mends it
  bool accepted = false;  // by the configuration, until its date: shown, not counted
  std::string accept_reason{};
  bool operator==(const Finding&) const = default;
};

}  // namespace replwatch::link
