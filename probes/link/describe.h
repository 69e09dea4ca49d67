// Evidence in words: the lines under a verdict, each with the instant of its observation.
#pragma once

#include <string>
#include <vector>

#include "probes/link/cause.h"
#include "probes/link/evidence.h"
#include "probes/link/verdict.h"

namespace replwatch::link {

std::vector<EvidenceLine> describe(const Evidence& evidence);

// What speaks against the causes that lie before this one on the way of the data: "code: why not".
std::vector<std::string> rule_out(const Evidence& evidence, Cause cause);

// What to check next: the cause's line, or the GRANT line where a grant is what is missing.
std::string next_step(const CauseRow& cause, const Evidence& evidence);

}  // namespace replwatch::link
