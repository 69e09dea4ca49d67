// Performance data: one constexpr row per number a plugin can tell, and the numbers of one run. Every row of
// a plugin is always written, as `U` while unknown, so that no graph has a gap because replication broke.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nagios/range.h"

namespace replwatch::nagios {

struct PerfRow {
  std::string_view label;   // [a-z][a-z0-9_]*
  std::string_view unit;    // "", "s", "B", "%" or "c"
  std::string_view help;    // for --help
  bool thresholds = false;  // written with the -w and -c ranges of the run
};

// What ARGO and RRD take: a label of small letters, digits and underscores, unique in its first 19
// characters.
consteval bool well_formed(std::span<const PerfRow> rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string_view label = rows[i].label, unit = rows[i].unit;
    if (label.empty() || label[0] < 'a' || label[0] > 'z') return false;
    if (label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != label.npos) return false;
    if (!unit.empty() && unit != "s" && unit != "B" && unit != "%" && unit != "c") return false;
    for (std::size_t j = 0; j < i; ++j) {
      if (rows[j].label.substr(0, 19) == label.substr(0, 19)) return false;
    }
  }
  return true;
}

struct PerfValue {
  const PerfRow* row;
  std::optional<double> value;    // empty, NaN and infinity are written as U
  std::string warning, critical;  // ranges as text; "" where there is none
};

// All rows, unknown, in their order.
std::vector<PerfValue> unknown_values(std::span<const PerfRow> rows, std::string_view warning = {},
                                      std::string_view critical = {});

// "lag=0s;60;300;0 channels=1;;;0": the minimum is always 0.
std::string perf_text(std::span<const PerfValue> values);

}  // namespace replwatch::nagios
