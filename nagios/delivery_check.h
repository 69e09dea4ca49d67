// What the comparison with the source proves: that everything arrived, that something did not, or why it
// could not be made. Only for runs with --source. Pure.
#pragma once

#include <optional>
#include <string>

#include "nagios/outcome.h"
#include "nagios/replica_check.h"
#include "nagios/replica_sight.h"

namespace replwatch::nagios {

// `channel` is the one whose verdict is ok: where it is not, that says more than any comparison.
Check check_delivery(const ReplicaSight& sight, const ReplicaThresholds& thresholds);

}  // namespace replwatch::nagios
