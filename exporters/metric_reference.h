// The reference of all metrics as Markdown, made from their rows, and where to find what the manual MAN06
// looks at.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace replwatch::exporters {

// Something that MAN06 tells its reader to look at, and the metric that watches it.
struct ManualRow {
  std::string_view where;   // the statement or file in the manual
  std::string_view what;    // column or line there
  std::string_view metric;  // a row's name
  std::string_view note;
};
std::span<const ManualRow> manual_rows();

std::string metric_reference();

}  // namespace replwatch::exporters
