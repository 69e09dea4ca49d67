// What one line or one connection of an stunnel log says: the taxonomy of events over all versions (contract,
// part 7).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace replwatch::tunnel {

enum class EventKind {
  started,
  start_failed,
  stopped,
  reloaded,
  reload_failed,
  log_reopened,
  accepted,
  verify_ok,
  verify_failed,
  peer_rejected_us,
  handshake_failed,
  backend_connected,
  connect_failed,
  closed,
  reset,
  client_limit,
  idle_timeout
};
inline constexpr std::size_t kEventKinds = 17;
std::string_view code(EventKind kind);

// Reasons by event; the order is the contract's. The last is the bucket for what is not known.
inline constexpr std::array<std::string_view, 9> kVerifyReasons{
    "expired",     "not_yet_valid", "unknown_ca",     "self_signed", "revoked",
    "crl_expired", "wrong_purpose", "no_certificate", "other"};
inline constexpr std::array<std::string_view, 5> kHandshakeReasons{"protocol_version", "not_tls", "eof",
                                                                   "timeout", "other"};
inline constexpr std::array<std::string_view, 6> kConnectReasons{"refused", "timeout", "unreachable",
                                                                 "resolve", "no_fd",   "other"};

struct Event {
  EventKind kind = EventKind::started;
  std::string service;  // "" when the line and its connection name none
  std::string id;       // what stands in brackets: connection number, pid:thread, or ui, main, cron
  // verify_failed, handshake_failed, connect_failed: one of the lists above; peer_rejected_us: the alert's
  // words; started: the version; stopped: the signal if the line names one; closed, reset: the status
  // ("closed/reset")
  std::string reason;
  int depth = 0;        // verify_ok, verify_failed
  std::string subject;  // verify_*: the certificate's subject in comma form, in the certificate's order
  std::string peer;     // accepted: the address and port that connected; backend_connected: where to
  std::uint64_t to_tls = 0, to_socket = 0;  // closed, reset: bytes sent each way
  std::string stamp;  // "2026.11.22 13:41:43" as written (local time of the daemon); "" from syslog
  std::string raw;    // the line's text behind the brackets, one line of valid UTF-8

  bool operator==(const Event&) const = default;
};

}  // namespace replwatch::tunnel
