#include "probes/link/signs.h"

#include <algorithm>
#include <cmath>
#include <ranges>

namespace replwatch::link {
namespace {

bool failed(const Evidence& evidence, const Sighting<mysql::Variables>& look, Duration interval,
            Reason reason) {
  return look.failure && look.failure->reason == reason &&
         evidence.now - look.attempted - look.took <= evidence.limits.failure_life(interval);
}

template <class Wanted>
const tunnel::SeenEvent* latest_of(const Evidence& evidence, Wanted wanted, Duration within) {
  if (!evidence.tunnel || !evidence.tunnel->log.value) return nullptr;
  for (const tunnel::SeenEvent& each : std::views::reverse(evidence.tunnel->log.value->recent)) {
    if (evidence.now - each.read > within) return nullptr;
    if (wanted(each.event.kind)) return &each;
  }
  return nullptr;
}

// Whether the tunnel has served anew after a line that was read at this instant. A connection that stood
// before proves nothing: it was let in when the certificates were still good. The line is up to one look
// older than its reading.
bool is_outlived(const Evidence& evidence, Instant read) {
  const std::optional<Instant>& made = evidence.source.connected_since;
  if (evidence.source_via_tunnel && made && *made > read - evidence.limits.sockets_interval) return true;
  const std::optional<Instant>& received = evidence.progress.received_after;
  return received && *received > read;
}

bool is_failure_on_the_way(tunnel::EventKind kind) {
  switch (kind) {
    case tunnel::EventKind::verify_failed:
    case tunnel::EventKind::peer_rejected_us:
    case tunnel::EventKind::handshake_failed:
    case tunnel::EventKind::connect_failed:
    case tunnel::EventKind::client_limit:
      return true;
    default:
      return false;
  }
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

bool receives(const Evidence& evidence) {
  if (!io_is(evidence, mysql::IoState::running) || !evidence.progress.last_received) return false;
  const double period = evidence.status()->heartbeat_period.value_or(30);
  return seconds(evidence.now - *evidence.progress.last_received) <= 1.5 * period + 2;
}

bool flows_since(const Evidence& evidence, Instant instant) {
  return io_is(evidence, mysql::IoState::running) && evidence.progress.received_after &&
         *evidence.progress.received_after >= instant;
}

bool is_silent(const Evidence& evidence) {
  const mysql::ReplicaStatus* status = evidence.status();
  if (status == nullptr || status->io != mysql::IoState::running) return false;
  // MySQL does not tell its heartbeats in the status: there, an idle link looks the same as a dead one.
  if (!status->received_heartbeats || status->heartbeat_period.value_or(0) <= 0) return false;
  if (!evidence.progress.running_since) return false;
  const Instant since = std::max(*evidence.progress.running_since,
                                 evidence.progress.last_received.value_or(*evidence.progress.running_since));
  return seconds(evidence.now - since) > 1.5 * *status->heartbeat_period + 2;
}

double measured_age(const Evidence& evidence) {
  const mysql::ReplicaStatus* status = evidence.status();
  if (status == nullptr || !evidence.source_is_sampled()) return kUnknown;
  const Freshness& fresh = evidence.freshness;
  const double age = std::isnan(fresh.staleness) ? fresh.lag : fresh.staleness;
  return age - static_cast<double>(status->sql_delay.value_or(0));
}

Duration retry_window(const Evidence& evidence) {
  constexpr auto kConnectTimeout = std::chrono::seconds(15);
  const mysql::ReplicaStatus* status = evidence.status();
  const auto retry =
      status != nullptr && status->connect_retry ? std::min<std::uint64_t>(*status->connect_retry, 3600) : 60;
  return std::chrono::seconds(retry) + kConnectTimeout;
}

const tunnel::SeenEvent* latest_event(const Evidence& evidence, tunnel::EventKind kind, Duration within) {
  return latest_of(
      evidence, [kind](tunnel::EventKind each) { return each == kind; }, within);
}

const tunnel::SeenEvent* failure_on_the_way(const Evidence& evidence) {
  const mysql::ReplicaStatus* status = evidence.status();
  if (status == nullptr || status->io == mysql::IoState::running) return nullptr;
  // A thread that was stopped by hand was not stopped by what the log says.
  if (status->io == mysql::IoState::stopped && status->last_io_error == 0) return nullptr;
  if (tunnel_client_is_gone(evidence)) return nullptr;
  const tunnel::SeenEvent* latest = latest_of(evidence, is_failure_on_the_way, retry_window(evidence));
  if (latest == nullptr) return nullptr;
  // The line can be read a moment before the look that shows the thread unconnected.
  const auto& since = evidence.progress.connecting_since;
  const Duration slack = evidence.limits.evidence_life(evidence.limits.replica_interval);
  if (status->io == mysql::IoState::connecting && since && latest->read < *since - slack) return nullptr;
  return is_outlived(evidence, latest->read) ? nullptr : latest;
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

bool tunnel_client_listens(const Evidence& evidence) {
  if (!evidence.tunnel || evidence.tunnel->side != tunnel::Side::client) return false;
  const auto life = evidence.limits.evidence_life(evidence.limits.sockets_interval);
  const tunnel::TunnelSockets* sockets = evidence.tunnel->sockets.fresh(evidence.now, life);
  return sockets != nullptr && sockets->listener.has_value();
}

bool tunnel_client_is_gone(const Evidence& evidence) {
  if (!evidence.through_tunnel || !evidence.tunnel || evidence.tunnel->side != tunnel::Side::client)
    return false;
  // A connection through it that lives contradicts: a stunnel that reloads, or that forks, still serves it.
  if (io_is(evidence, mysql::IoState::running)) return false;
  const bool refused =
      (io_is(evidence, mysql::IoState::connecting) && io_error(evidence) == mysql::IoErrorClass::refused) ||
      (evidence.source_via_tunnel && source_failed(evidence, Reason::refused));
  const auto life = evidence.limits.evidence_life(evidence.limits.sockets_interval);
  const tunnel::TunnelSockets* sockets = evidence.tunnel->sockets.fresh(evidence.now, life);
  if (sockets == nullptr) return refused;  // without a look at the sockets the replica's word stands
  if (sockets->listener) return false;
  return refused || evidence.tunnel->listener_seen;
}

}  // namespace replwatch::link
