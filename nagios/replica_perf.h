// The numbers of check_mysql_replica over the channels that were looked at. One channel whose number is
// unknown makes the whole unknown: it may be the worst of them.
#pragma once

#include <optional>
#include <vector>

#include "nagios/perfdata.h"
#include "nagios/replica_check.h"
#include "nagios/replica_sight.h"

namespace replwatch::nagios {

// Both threads run. While one does not, a server's own lag is no lag: MySQL says 0 and MariaDB NULL.
bool is_running(const mysql::ReplicaStatus& channel);
std::optional<double> trusted_lag(const mysql::ReplicaStatus& channel);

// Bytes from one position to a later one of the same file; empty across files, whose sizes are not known
// here.
std::optional<double> bytes_between(const std::optional<mysql::Position>& from,
                                    const std::optional<mysql::Position>& to);

std::vector<PerfValue> replica_perf(const ReplicaSight& sight, const ReplicaThresholds& thresholds,
                                    const std::vector<const mysql::ReplicaStatus*>& channels);

}  // namespace replwatch::nagios
