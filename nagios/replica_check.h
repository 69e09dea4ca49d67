// The judgement of check_mysql_replica: what was seen in one run, and thresholds, in; an outcome out. The
// rules and sentences are the agent's own (probes/link). Pure.
#pragma once

#include <optional>
#include <string>

#include "nagios/outcome.h"
#include "nagios/perfdata.h"
#include "nagios/range.h"
#include "nagios/replica_sight.h"

namespace replwatch::nagios {

struct ReplicaThresholds {
  Range warning, critical;                             // seconds of lag
  std::optional<Range> warning_bytes, critical_bytes;  // not yet applied; empty: not judged
  std::optional<std::string> channel;                  // empty: all channels of the server
};

inline constexpr PerfRow kReplicaPerf[] = {
    {"lag", "s", "lag as the replica reports it; the largest of its channels", true},
    {"delivery", "s", "with --source: until all it had logged was executed"},
    {"unreceived", "B", "with --source: its position less the one received"},
    {"unapplied", "B", "received position less executed position, summed"},
    {"relay_log", "B", "size of the relay logs, summed"},
    {"channels", "", "replication channels looked at"},
    {"channels_running", "", "of them, with both threads running"},
    {"time", "s", "how long this look took"},
};
static_assert(well_formed(kReplicaPerf));

// `verbosity` 1 adds evidence, statements and the servers' verbatim error texts; from 2 on there is a trace
// with all columns of the status, with 3 of every answer.
Outcome judge_replica(const ReplicaSight& sight, const ReplicaThresholds& thresholds, unsigned verbosity);

}  // namespace replwatch::nagios
