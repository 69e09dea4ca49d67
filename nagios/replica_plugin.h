// check_mysql_replica as the frame sees it: its options, its help, and what a run of it was ordered to do.
#pragma once

#include "nagios/plugin.h"
#include "nagios/replica_check.h"
#include "nagios/replica_order.h"
#include "probes/result.h"

namespace replwatch::nagios {

extern const Plugin kCheckMysqlReplica;

struct ReplicaPlan {
  ReplicaOrder look;
  ReplicaThresholds thresholds;
};
// The failure is a usage error.
Result<ReplicaPlan> read_replica_plan(const Order& order);

}  // namespace replwatch::nagios
