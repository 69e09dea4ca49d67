// From evidence to verdict: the first rule that holds is the cause, the others that hold are alternatives.
#pragma once

#include "probes/link/evidence.h"
#include "probes/link/verdict.h"

namespace replwatch::link {

Verdict diagnose(const Evidence& evidence);

}  // namespace replwatch::link
