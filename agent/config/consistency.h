// Whether the values of a configuration fit together: references name something that is there, and no two
// keys contradict each other.
#pragma once

#include <vector>

#include "agent/config/config.h"
#include "agent/config/document.h"
#include "agent/config/problem.h"

namespace replwatch::config {

// `lines` also tells which keys the file has. What is empty in `config` is passed over: its shape was wrong.
std::vector<Problem> check_consistency(const Config& config, const Lines& lines);

}  // namespace replwatch::config
