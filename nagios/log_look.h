// Reads what an stunnel log has got since the last run, and keeps the place in a state file.
#pragma once

#include <string>

#include "nagios/log_sight.h"

namespace replwatch::nagios {

struct LogOrder {
  std::string stunnel_conf, service, log, state_file;  // "" = not given
};

LogSight look_at_log(const LogOrder& order);

}  // namespace replwatch::nagios
