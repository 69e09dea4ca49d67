// What one agent knows of one link at one instant: plain values that the rules judge. Nothing here is a
// verdict.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "probes/instant.h"
#include "probes/mysql/binary_logs.h"
#include "probes/mysql/log_settings.h"
#include "probes/mysql/process_list.h"
#include "probes/mysql/replica_status.h"
#include "probes/mysql/source_status.h"
#include "probes/mysql/variables.h"
#include "probes/sighting.h"
#include "probes/tunnel/socket_table.h"
#include "probes/tunnel/tunnel_state.h"

namespace replwatch::link {

// One database server as seen by the probes; which of them run depends on its role.
struct ServerSight {
  Sighting<mysql::Variables> variables;  // also the proof that the server answers at all
  Sighting<mysql::SourceStatus> source;
  Sighting<std::vector<mysql::Thread>> threads;
  Sighting<std::vector<mysql::ReplicaStatus>> replica;    // all channels
  Sighting<mysql::LogSettings> log_settings;              // once a minute
  Sighting<std::vector<mysql::LogFileSize>> binary_logs;  // once a minute; of a source
  bool replica_status_hangs = false;       // a cheap SELECT was answered and the status statement was not
  std::optional<Instant> connected_since;  // when the connection was made that the latest looks were taken on
};

// The longest an agent leaves a server in peace that is silent or refuses its account.
inline constexpr Duration kLongestPause = std::chrono::seconds(6);

struct Limits {
  Duration staleness_warning = std::chrono::seconds(60);
  Duration staleness_critical = std::chrono::seconds(300);
  Duration connecting_grace = std::chrono::seconds(10);
  Duration replica_interval = std::chrono::seconds(1);
  Duration source_interval = std::chrono::seconds(1);
  Duration sockets_interval = std::chrono::seconds(1);
  Duration deadline = std::chrono::seconds(3);
  // A look older than this is no evidence any more: three intervals and one deadline.
  Duration evidence_life(Duration interval) const { return 3 * interval + deadline; }
  // A failed look stands until the next one may have ended, which the pause after failures puts off.
  Duration failure_life(Duration interval) const { return evidence_life(interval) + kLongestPause; }
};

// Progress of the replica over time, kept by the agent from look to look (probes/link/progress.h).
struct Progress {
  std::optional<Instant> connecting_since;  // first look of the present unbroken row of Connecting
  std::optional<Instant> running_since;     // ... of Yes; empty where one run is all there is
  std::optional<Instant> last_received;     // when the read position or the heartbeat counter last moved
  std::optional<Instant> last_applied;      // when the executed position last moved
  std::optional<Instant> received_after;    // what last_received saw had come after this instant
};

// NaN when not known; computed for `now`.
struct Freshness {
  double staleness = kUnknown;       // seconds; upper bound
  double lag = kUnknown;             // seconds; lower estimate
  double exposure = kUnknown;        // seconds
  double unreceived = kUnknown;      // bytes
  double unapplied = kUnknown;       // bytes
  std::string why_unknown;           // why staleness is NaN; "" when it is a number
  double exposure_bytes = kUnknown;  // as of the newest sample of the source
};

struct Evidence {
  Instant now{};
  Limits limits;
  std::string channel;
  bool source_configured = true;   // the agent polls the source itself
  bool through_tunnel = false;     // the link has a tunnel of the configuration
  bool source_via_tunnel = false;  // the agent's own connection to the source goes through that tunnel
  ServerSight source;
  ServerSight replica;
  std::optional<tunnel::TunnelState> tunnel;  // empty when the link has none
  Progress progress;
  Freshness freshness;

  // The channel's row of the replica's latest good answer, if that is still evidence; null otherwise.
  const mysql::ReplicaStatus* status() const;
  bool source_answers() const;  // the latest look at the source was good and is still evidence
  // ... and tells where its log ends: only then is the age of the data measured, whatever it is.
  bool source_is_sampled() const;
  bool replica_answers() const;
};

}  // namespace replwatch::link
