// The look of check_mysql_replica: one connection, one round trip; with a source, its position first.
#pragma once

#include "nagios/replica_order.h"
#include "nagios/replica_sight.h"

namespace replwatch::nagios {

// Ends at the deadline whatever the servers do.
ReplicaSight look_at_replica(const ReplicaOrder& order);

}  // namespace replwatch::nagios
