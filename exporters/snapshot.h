// Snapshot: all there is to tell at one instant, as plain immutable values. Everything is kept as an instant;
// ages are computed when answering, so an agent that is stuck shows growing ages and never frozen ones.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "probes/instant.h"
#include "probes/link/evidence.h"
#include "probes/link/finding.h"
#include "probes/link/verdict.h"
#include "probes/tunnel/tunnel_state.h"

namespace replwatch::exporters {

// How one probe of one thing has gone; the row in replwatch_probe_* and in the table of probes.
struct ProbeRecord {
  std::string probe;  // "replica", "source", "process_list", "variables", "sockets", "stunnel_log",
                      // "stunnel_conf", "state"
  std::string name;   // the configured name of what it looks at
  Duration interval{};
  bool looked = false;
  bool success = false;  // of the latest look
  Duration took{};
  std::optional<Instant> last_success;
  std::optional<Failure> failure;                             // of the latest look
  std::array<std::uint64_t, kReasonCodes.size()> failures{};  // by Reason, since the start
};

struct ServerRecord {
  std::string name;
  std::string address;  // "127.0.0.1:3307" or the socket's path, as configured
  bool is_source = false, is_replica = false;
  link::ServerSight sight;
};

struct LinkRecord {
  std::string name, source, replica, channel, tunnel, site, peer;  // as configured; "" where none
  std::vector<std::string> databases;
  link::Evidence evidence;  // as judged; evidence.now is when
  link::Verdict verdict;
  std::vector<link::Finding> findings;
  Instant cause_since{};
  std::uint64_t cause_changes = 0;
  std::array<double, 4> seconds_in{};  // by Severity, up to evidence.now
  bool maintenance = false;
  // What freshness was proved last, as instants, so that it can be told for any later moment:
  std::optional<Instant> fresh_at;  // now - this = staleness; empty = not known
};

struct TunnelRecord {
  std::string name;
  tunnel::TunnelState state;
  std::vector<link::Finding> findings;
};

struct Snapshot {
  std::string version;  // of replwatch
  WallTime started{};
  Instant taken{};                     // when this snapshot was made
  bool mysqld_exporter_names = false;  // whether /metrics has the names of mysqld_exporter too
  bool config_reload_ok = true;
  std::string config_error;                     // why the last reload was refused; "" when it was not
  Duration shortest_interval{};                 // staleness of the snapshot itself is judged against it
  Duration deadline = std::chrono::seconds(3);  // of one look: a look lives three intervals and one deadline
  std::vector<ProbeRecord> probes;
  std::vector<ServerRecord> servers;
  std::vector<LinkRecord> links;
  std::vector<TunnelRecord> tunnels;
};

// The two clocks read at the moment of answering.
struct Now {
  Instant instant{};
  WallTime wall{};
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

}  // namespace replwatch::exporters
