// The judgement of check_mysql_source: what was seen in one run, and thresholds, in; an outcome out. Pure.
#pragma once

#include "nagios/outcome.h"
#include "nagios/perfdata.h"
#include "nagios/range.h"
#include "nagios/source_sight.h"

namespace replwatch::nagios {

struct SourceThresholds {
  Range warning, critical;  // dump threads missing
  unsigned replicas = 1;    // that are to be connected
};

inline constexpr PerfRow kSourcePerf[] = {
    {"missing", "", "dump threads missing of those that --replicas names", true},
    {"dump_threads", "", "replicas connected: threads that send the log"},
    {"log_file", "", "number of the binary log that is written"},
    {"log_position", "B", "where that ends"},
    {"time", "s", "how long this look took"},
};
static_assert(well_formed(kSourcePerf));

// `verbosity` 1 adds each dump thread and the statements; from 2 on there is a trace of every answer.
Outcome judge_source(const SourceSight& sight, const SourceThresholds& thresholds, unsigned verbosity);

}  // namespace replwatch::nagios
