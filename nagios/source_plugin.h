// check_mysql_source as the frame sees it: its options, its help, and what a run of it was ordered to do.
#pragma once

#include "nagios/plugin.h"
#include "nagios/source_check.h"
#include "nagios/source_look.h"
#include "probes/result.h"

namespace replwatch::nagios {

extern const Plugin kCheckMysqlSource;

struct SourcePlan {
  SourceOrder look;
  SourceThresholds thresholds;
};
// The failure is a usage error.
Result<SourcePlan> read_source_plan(const Order& order);

}  // namespace replwatch::nagios
