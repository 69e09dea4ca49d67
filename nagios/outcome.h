// What a plugin found, as a tree of checks with one worst-of rule, and its one rendering: a first line under
// 1,000 bytes with all performance data, the whole under 4,000, valid UTF-8, no foreign `|` or line break.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "nagios/perfdata.h"

namespace replwatch::nagios {

enum class State { ok, warning, critical, unknown };  // the numbers are the exit codes
constexpr int exit_code(State state) { return static_cast<int>(state); }
constexpr std::string_view word(State state) {
  constexpr std::array<std::string_view, 4> kWords{"OK", "WARNING", "CRITICAL", "UNKNOWN"};
  return kWords[static_cast<std::size_t>(state)];
}

// CRITICAL > UNKNOWN > WARNING > OK. What could not be looked at may be worse than any warning, so a warning
// does not hide it; and it never hides a failure that was seen.
State worse(State a, State b);

struct Check {
  State state = State::ok;           // of this check alone
  std::string text;                  // one line: what is so, and the remedy
  std::vector<std::string> details;  // lines below it
  std::vector<Check> parts;          // sub-checks
};

// Of the check and all its parts.
State worst_state(const Check& check);

struct Outcome {
  Check check;
  std::vector<PerfValue> perf;
  std::vector<std::string> trace;  // for stderr, without a limit
};

// "WARNING - text|perf", then a line per detail and part (parts with their state in brackets), worst parts
// first.
std::string render(const Outcome& outcome);

inline constexpr std::size_t kFirstLineLimit = 1000;  // bytes, with its line break
inline constexpr std::size_t kWholeLimit = 4000;

}  // namespace replwatch::nagios
