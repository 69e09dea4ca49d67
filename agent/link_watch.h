// What the agent keeps of one link from look to look: movement, the history of positions, and the verdict's
// own history. Pure but for being kept: sights and instants in, a LinkRecord out.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "agent/acceptance.h"
#include "exporters/snapshot.h"
#include "probes/link/exposure.h"
#include "probes/link/position_history.h"
#include "probes/link/progress.h"

namespace replwatch::agent {

struct LinkTarget {
  std::string name, source, replica, channel, tunnel, site, peer;
  std::vector<std::string> databases;
  link::Limits limits;
  Acceptances accept, tunnel_accept;  // the link's own, and of its tunnel
  bool source_configured = true;
  bool source_via_tunnel = false;  // the source's address is one of this host, so it can be the tunnel's
  std::uint16_t source_port = 0;   // ... and is, when the tunnel accepts there
};

// What the probes hold of a link's parts at this moment; null where the link has no such part.
struct LinkSight {
  const link::ServerSight* source = nullptr;
  const link::ServerSight* replica = nullptr;
  const tunnel::TunnelState* tunnel = nullptr;
};

class LinkWatch {
 public:
  explicit LinkWatch(LinkTarget target) : target_(std::move(target)) {}

  // Judges the link at `now`. Looks that it has already seen change nothing but their age.
  exporters::LinkRecord judge(const LinkSight& sight, exporters::Now at);
  // The target after a reload: the link's history goes on when it is still the same channel between the same
  // servers.
  bool adopt(const LinkTarget& target);

  // What is to outlive the agent, and the same after a restart.
  const link::SavedHistory& history() const { return history_.save(); }
  void restore(link::SavedHistory saved) { history_.restore(std::move(saved)); }

  const LinkTarget& target() const { return target_; }

 private:
  void take_looks(const LinkSight& sight);
  void take_replica(const LinkSight& sight);
  link::Freshness freshness(const LinkSight& sight, Instant now) const;
  std::string why_unknown() const;
  void date_verdict(const link::Verdict& verdict, Instant now);

  LinkTarget target_;
  link::ProgressWatch progress_;
  link::PositionHistory history_;
  link::DeathWatch death_;
  link::Follows follows_ = link::Follows::not_known;
  Instant source_seen_{}, replica_seen_{};
  std::optional<link::Cause> cause_;
  link::Severity severity_ = link::Severity::unknown;
  Instant cause_since_{}, judged_at_{};
  std::uint64_t changes_ = 0;
  std::array<double, 4> seconds_in_{};
};

}  // namespace replwatch::agent
