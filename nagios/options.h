// The options of all plugins: one row each, which serves the parser, the usage line and --help. A plugin
// names the rows that it takes. No password is accepted on the command line, and no refused value is echoed
// that could be one.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "probes/result.h"

namespace replwatch::nagios {

enum class Opt {
  hostname,
  port,
  ipv4,
  socket,
  defaults_file,
  defaults_group,
  user,
  password_env,
  channel,
  source,
  replicas,
  warning,
  critical,
  warning_bytes,
  critical_bytes,
  stunnel_conf,
  service,
  log,
  state_file,
  timeout,
  verbose,
  version,
  help
};
inline constexpr std::size_t kOptCount = 23;

struct OptionRow {
  Opt option;
  char letter;                // 0: no short form
  std::string_view name;      // without the dashes
  std::string_view argument;  // "" for a switch
  std::string_view help;      // one line
  std::string_view fallback = {};
  char other_letter = 0;  // accepted as well
  std::string_view other_name = {};
};
extern const std::array<OptionRow, kOptCount> kOptions;  // in the order of Opt

// A plugin's use of a row, with words or a default of its own where they differ.
struct OptionUse {
  Opt option;
  std::string_view help = {};
  std::string_view fallback = {};
};

class Options {
 public:
  // Stops at the first of --help and --version. The failure's text is one line.
  static Result<Options> parse(std::span<const OptionUse> uses, std::span<const char* const> arguments);

  bool given(Opt option) const { return times(option) > 0; }
  unsigned times(Opt option) const { return times_[static_cast<std::size_t>(option)]; }
  // As given last, else the default, else "".
  const std::string& text(Opt option) const { return texts_[static_cast<std::size_t>(option)]; }

 private:
  friend class OptionParser;
  std::array<unsigned, kOptCount> times_{};
  std::array<std::string, kOptCount> texts_;
};

// "Usage: NAME [-H HOST] ..." and one line per option, 80 columns.
std::string usage_line(std::string_view name, std::span<const OptionUse> uses);
std::string option_lines(std::span<const OptionUse> uses);

}  // namespace replwatch::nagios
