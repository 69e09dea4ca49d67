// check_stunnel_log as the frame sees it: its options, its help, and what a run of it was ordered to do.
#pragma once

#include "nagios/log_check.h"
#include "nagios/log_look.h"
#include "nagios/plugin.h"
#include "probes/result.h"

namespace replwatch::nagios {

extern const Plugin kCheckStunnelLog;

struct LogPlan {
  LogOrder look;
  LogThresholds thresholds;
};
// The failure is a usage error.
Result<LogPlan> read_log_plan(const Order& order);

}  // namespace replwatch::nagios
