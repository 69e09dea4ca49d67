// What an stunnel log says, as `replwatch log` prints it: the JSON object of the contract (part 7), and a
// table for people.
#pragma once

#include <string>

#include "probes/tunnel/log_summary.h"

namespace replwatch::exporters {

std::string log_json(const tunnel::LogSummary& summary);
std::string log_text(const tunnel::LogSummary& summary);

}  // namespace replwatch::exporters
