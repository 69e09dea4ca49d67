#include "probes/link/signs.h"

#include <algorithm>
#include <ranges>

namespace replwatch::link {
namespace {

bool failed(const Evidence& evidence, const Sighting<mysql::Variables>& look, Duration interval,
            Reason reason) {
  return look.failure && look.failure->reason == reason &&
         evidence.now - look.attempted - look.took <= evidence.limits.evidence_life(interval);
}

}  // namespace

bool replica_failed(const Evidence& evidence, Reason reason) {
  return failed(evidence, evidence.replica.variables, evidence.limits.replica_interval, reason);
}

bool source_failed(const Evidence& evidence, Reason reason) {
  return evidence.source_configured &&
         failed(evidence, evidence.source.variables, evidence.limits.source_interval, reason);
}

bool io_is(const Evidence& evidence, mysql::IoState state) {
  const mysql::ReplicaStatus* status = evidence.status();
  return status != nullptr && status->io == state;
}

bool io_is_not_running(const Evidence& evidence) {
  const mysql::ReplicaStatus* status = evidence.status();
  return status != nullptr && status->io != mysql::IoState::running;
}

mysql::IoErrorClass io_error(const Evidence& evidence) {
  const mysql::ReplicaStatus* status = evidence.status();
  if (status == nullptr) return mysql::IoErrorClass::none;
  return mysql::classify_io_error(status->last_io_error, status->last_io_error_text);
}

bool nothing_received_since(const Evidence& evidence, Instant instant) {
  return !evidence.progress.last_received || *evidence.progress.last_received < instant;
}

bool receives(const Evidence& evidence) {
  if (!io_is(evidence, mysql::IoState::running) || !evidence.progress.last_received) return false;
  const double period = evidence.status()->heartbeat_period.value_or(30);
  return seconds(evidence.now - *evidence.progress.last_received) <= 1.5 * period + 2;
}

Duration retry_window(const Evidence& evidence) {
  constexpr auto kConnectTimeout = std::chrono::seconds(15);
  const mysql::ReplicaStatus* status = evidence.status();
  const auto retry =
      status != nullptr && status->connect_retry ? std::min<std::uint64_t>(*status->connect_retry, 3600) : 60;
  return std::chrono::seconds(retry) + kConnectTimeout;
}

const tunnel::SeenEvent* latest_event(const Evidence& evidence, tunnel::EventKind kind, Duration within) {
  if (!evidence.tunnel || !evidence.tunnel->log.value) return nullptr;
  for (const tunnel::SeenEvent& each : std::views::reverse(evidence.tunnel->log.value->recent)) {
    if (evidence.now - each.read > within) return nullptr;
    if (each.event.kind == kind) return &each;
  }
  return nullptr;
}

std::optional<Duration> lasts(const Evidence& evidence, std::optional<Instant> tunnel::TunnelState::*since) {
  if (!evidence.tunnel) return std::nullopt;
  const auto life = evidence.limits.evidence_life(evidence.limits.sockets_interval);
  if (evidence.tunnel->sockets.fresh(evidence.now, life) == nullptr) return std::nullopt;
  const std::optional<Instant>& from = (*evidence.tunnel).*since;
  if (!from) return std::nullopt;
  return evidence.tunnel->sockets.answered - *from;
}

bool lasts_at_least(const Evidence& evidence, std::optional<Instant> tunnel::TunnelState::*since,
                    Duration limit) {
  const auto lasted = lasts(evidence, since);
  return lasted && *lasted >= limit;
}

bool tunnel_client_is_gone(const Evidence& evidence) {
  if (!evidence.through_tunnel || !evidence.tunnel || evidence.tunnel->side != tunnel::Side::client)
    return false;
  const bool refused = io_error(evidence) == mysql::IoErrorClass::refused ||
                       (evidence.source_via_tunnel && source_failed(evidence, Reason::refused));
  const auto life = evidence.limits.evidence_life(evidence.limits.sockets_interval);
  const tunnel::TunnelSockets* sockets = evidence.tunnel->sockets.fresh(evidence.now, life);
  if (sockets == nullptr) return refused;  // without a look at the sockets the replica's word stands
  if (sockets->listener) return false;
  return refused || evidence.tunnel->listener_seen;
}

}  // namespace replwatch::link
