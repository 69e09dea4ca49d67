// One look as the evidence that an agent would have at that instant, for its own rules. Pure.
#pragma once

#include <string>

#include "nagios/replica_sight.h"
#include "probes/link/evidence.h"

namespace replwatch::nagios {

// What needs a history stays unknown.
link::Evidence evidence_of(const ReplicaSight& sight, const std::string& channel);

// The channel's row of a good look; null when there is none.
const mysql::ReplicaStatus* status_of(const ReplicaSight& sight, const std::string& channel);
// Where it replicates from, "127.0.0.1:3307", and whether that is the near end of a tunnel.
std::string source_of(const mysql::ReplicaStatus& status);
bool is_near_end_of_tunnel(const mysql::ReplicaStatus& status);

}  // namespace replwatch::nagios
