// The judgement on one replication channel: the agent's rules over the evidence of one look, then the
// thresholds. Pure.
#pragma once

#include <string>

#include "nagios/outcome.h"
#include "nagios/replica_check.h"
#include "nagios/replica_sight.h"

namespace replwatch::nagios {

struct ChannelCheck {
  Check check;
  bool well = false;  // the rules find nothing: a comparison with the source can say more
};
ChannelCheck check_channel(const ReplicaSight& sight, const ReplicaThresholds& thresholds,
                           const std::string& channel, unsigned verbosity);

}  // namespace replwatch::nagios
