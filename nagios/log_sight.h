// What one run of check_stunnel_log saw: plain values, judged by log_check.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "probes/failure.h"
#include "probes/instant.h"
#include "probes/tunnel/log_event.h"
#include "probes/tunnel/log_summary.h"

namespace replwatch::nagios {

// Where the counting began.
enum class LogSpan { whole, since_last_run, from_now_on };

struct LogSight {
  std::string path;                      // "" when even that could not be known
  std::string service;                   // "" = all services of the log
  std::optional<Failure> unreadable;     // the log, or the configuration that names it
  std::optional<Failure> state_trouble;  // the place could not be kept: the next run counts these lines again
  LogSpan span = LogSpan::whole;
  bool rest_lost = false;  // a rotated file is gone that held lines not read yet
  tunnel::LogSummary counts;
  std::vector<tunnel::Event> last_failures;  // oldest first, a few
  Duration took{};
};

}  // namespace replwatch::nagios
