// All links in one sentence, and the worst of their severities: the first thing that page, terminal and JSON
// say.
#pragma once

#include <string>

#include "exporters/view.h"

namespace replwatch::exporters {

struct Summary {
  link::Severity severity = link::Severity::ok;  // the worst; unknown counts for less than critical
  std::string sentence;                          // with its full stop
};

Summary summarise(const View& view);

}  // namespace replwatch::exporters
