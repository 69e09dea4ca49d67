// Whether a document has the shape that the rows of keys.h ask for: known keys, right types, nothing required
// missing. How the values fit together is consistency.h's.
#pragma once

#include <vector>

#include "agent/config/document.h"
#include "agent/config/problem.h"

namespace replwatch::config {

std::vector<Problem> check_shape(const Value& root);

}  // namespace replwatch::config
