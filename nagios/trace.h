// What a plugin did and heard on the way, for -v: statements, answers, failures.
#pragma once

#include <string>
#include <vector>

#include "nagios/outcome.h"

namespace replwatch::nagios {

struct TraceLine {
  unsigned level;  // shown with as many -v
  std::string text;
};

// Level 1 becomes details of the answer; with more than one -v all of it goes to stderr as well.
void add_trace(const std::vector<TraceLine>& trace, unsigned verbosity, Outcome& outcome);

}  // namespace replwatch::nagios
