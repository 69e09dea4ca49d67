// What a probe's record says at the moment of answering; NaN when it has not looked, or not lately.
#pragma once

#include <string>
#include <vector>

#include "exporters/view.h"

namespace replwatch::exporters {

// 1: the latest look was good; 0: it failed.
double probe_success(const ProbeRecord& probe, const View& view);
double probe_duration_seconds(const ProbeRecord& probe, const View& view);

// "probe of name", for each probe that has not looked once.
std::vector<std::string> not_looked_yet(const Snapshot& snapshot);

}  // namespace replwatch::exporters
