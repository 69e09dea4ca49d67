#include "nagios/replica_evidence.h"

#include <algorithm>
#include <iterator>

#include "probes/text.h"

namespace replwatch::nagios {
namespace {

// The rules ask for one channel: a server may have a thousand, and each is judged.
link::ServerSight only(const link::ServerSight& whole, const std::string& channel) {
  link::ServerSight sight;
  sight.variables = whole.variables;
  sight.replica_status_hangs = whole.replica_status_hangs;
  const auto& looked = whole.replica;
  if (looked.failure) {
    sight.replica.failed(*looked.failure, looked.attempted, looked.attempted + looked.took);
  } else if (looked.value) {
    std::vector<mysql::ReplicaStatus> rows;
    std::ranges::copy_if(*looked.value, std::back_inserter(rows),
                         [&](const auto& row) { return row.channel == channel; });
    sight.replica.saw(std::move(rows), looked.asked, looked.answered);
  }
  return sight;
}

}  // namespace

// MAN06's replica connects to the near end of its tunnel. A source on the replica's own host looks the same,
// but nobody replicates to the same host to be safe.
bool is_near_end_of_tunnel(const mysql::ReplicaStatus& status) {
  return status.source_host.starts_with("127.") || status.source_host == "::1" ||
         equal_ignoring_case(status.source_host, "localhost");
}

std::string source_of(const mysql::ReplicaStatus& status) {
  return one_line(status.source_host, 80) + ":" + std::to_string(status.source_port);
}

const mysql::ReplicaStatus* status_of(const ReplicaSight& sight, const std::string& channel) {
  if (!sight.replica.replica.good()) return nullptr;
  const auto& rows = *sight.replica.replica.value;
  const auto found = std::ranges::find(rows, channel, &mysql::ReplicaStatus::channel);
  return found == rows.end() ? nullptr : &*found;
}

link::Evidence evidence_of(const ReplicaSight& sight, const std::string& channel) {
  // All of it was seen in this one run: nothing is too old, however long the timeout is.
  constexpr Duration kThisRun = std::chrono::hours(24);
  link::Evidence evidence;
  evidence.now = sight.now;
  evidence.limits.replica_interval = evidence.limits.source_interval = kThisRun;
  evidence.limits.connecting_grace = Duration::zero();
  evidence.channel = channel;
  evidence.source_configured = !sight.source_address.empty();
  evidence.source = sight.source;
  evidence.replica = only(sight.replica, channel);
  evidence.freshness.why_unknown = "one look has no history";
  if (const auto* status = status_of(sight, channel)) {
    if (is_near_end_of_tunnel(*status)) {
      evidence.through_tunnel = true;
      evidence.source_via_tunnel = sight.source_address == source_of(*status);
      evidence.tunnel.emplace().side = tunnel::Side::client;  // not looked at: the replica's word stands
      evidence.tunnel->service.accept = source_of(*status);
    }
    if (status->io == mysql::IoState::connecting)
      evidence.progress.connecting_since = sight.replica.replica.asked;
  }
  return evidence;
}

}  // namespace replwatch::nagios
