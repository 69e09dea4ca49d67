#include "nagios/trace.h"

namespace replwatch::nagios {

void add_trace(const std::vector<TraceLine>& trace, unsigned verbosity, Outcome& outcome) {
  for (const TraceLine& line : trace) {
    if (line.level > verbosity) continue;
    if (line.level == 1) outcome.check.details.push_back("trace: " + line.text);
    if (verbosity > 1) outcome.trace.push_back(line.text);
  }
}

}  // namespace replwatch::nagios
