// The frame of every plugin: options, help, one overall deadline, one answer, one exit code. A plugin is a
// constant that describes it and a function that looks and judges.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "nagios/options.h"
#include "nagios/outcome.h"
#include "nagios/perfdata.h"
#include "probes/instant.h"
#include "probes/result.h"

namespace replwatch::nagios {

struct Plugin {
  std::string_view name;
  std::string_view purpose;  // for --help, broken into lines
  std::span<const OptionUse> options;
  std::span<const PerfRow> perf;
  std::string_view notes;          // for --help, below the options
  State silent = State::critical;  // when the timeout ends it
};

// Values that every plugin reads from its options.
struct Order {
  Options options;
  std::optional<Range> warning, critical;  // empty where neither given nor with a default
  Duration timeout{};
  Instant deadline{};      // a little before the timeout, so that there is time to say what was seen
  unsigned verbosity = 0;  // 0 to 3
};

// What the arguments order; the failure is a usage error in one line. `now` is when the plugin started.
Result<Order> read_order(const Plugin& plugin, std::span<const char* const> arguments, Instant now);

std::string help_text(const Plugin& plugin);
std::string version_text(const Plugin& plugin);
// "UNKNOWN - why" and the short usage; exit code 3.
std::string usage_error(const Plugin& plugin, std::string_view why);

// A failure of `check` is a usage error; all else is an outcome. Ends the process.
using CheckFunction = Result<Outcome> (*)(const Order& order);
[[noreturn]] void run_plugin(const Plugin& plugin, int argc, const char* const* argv, CheckFunction check);

}  // namespace replwatch::nagios
