// The findings on a link: secondary observations, each with what is at risk and what mends it. Pure.
#pragma once

#include <vector>

#include "probes/link/evidence.h"
#include "probes/link/finding.h"

namespace replwatch::link {

std::vector<Finding> find(const Evidence& evidence);

}  // namespace replwatch::link
