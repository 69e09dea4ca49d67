#include "nagios/log_failures.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace replwatch::nagios {
namespace {

using tunnel::EventKind;

constexpr std::array kRows = std::to_array<FailureRow>({
    {EventKind::verify_failed, "certificate refused", "certificates refused",
     "look at the other side's certificate, and at the CA and CRL files of this side"},
    {EventKind::peer_rejected_us, "refusal of our certificate by the other side",
     "refusals of our certificate by the other side",
     "look at this host's certificate (check_stunnel_certificate), and at the CA files of the other side"},
    {EventKind::connect_failed, "connect failed", "connects failed",
     "look whether the address in `connect` answers: the server, or the stunnel of the other side"},
    {EventKind::client_limit, "client turned away at the limit", "clients turned away at the limit",
     "look at the descriptor limit of stunnel (ulimit -n) and at who holds its connections"},
    {EventKind::start_failed, "start failed", "starts failed", "start stunnel by hand and read its words"},
    {EventKind::reload_failed, "reload failed", "reloads failed",
     "the old certificate stays in force: look whether its run-time user may read the key, or restart it"},
    {EventKind::handshake_failed, "handshake failed", "handshakes failed",
     "look who connects: a scanner, a port check, or a peer with another TLS version"},
});

std::uint64_t sum(const tunnel::LogSummary::Counts& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                         [](std::uint64_t whole, const auto& each) { return whole + each.second; });
}

}  // namespace

std::span<const FailureRow> failure_rows() { return kRows; }

bool is_failure(EventKind kind) { return std::ranges::find(kRows, kind, &FailureRow::kind) != kRows.end(); }

const tunnel::LogSummary::Counts* reasons_of(const tunnel::LogSummary& counts, EventKind kind) {
  switch (kind) {
    case EventKind::verify_failed:
      return &counts.verify_failed;
    case EventKind::handshake_failed:
      return &counts.handshake_failed;
    case EventKind::connect_failed:
      return &counts.connect_failed;
    default:
      return nullptr;
  }
}

std::uint64_t count_of(const tunnel::LogSummary& counts, EventKind kind) {
  if (const auto* const reasons = reasons_of(counts, kind)) return sum(*reasons);
  switch (kind) {
    case EventKind::peer_rejected_us:
      return counts.peer_rejected_us;
    case EventKind::client_limit:
      return counts.client_limit;
    case EventKind::start_failed:
      return counts.start_failed;
    case EventKind::reload_failed:
      return counts.reload_failed;
    default:
      return 0;
  }
}

}  // namespace replwatch::nagios
