// The text of a configuration file to a Config, or to everything that is wrong with it. Pure: no file that
// the configuration names is looked at (check_files.h does).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "agent/config/config.h"
#include "agent/config/document.h"
#include "agent/config/problem.h"

namespace replwatch::config {

struct Parsed {
  std::optional<Config> config;   // empty exactly when there are problems
  std::vector<Problem> problems;  // in the order of their lines
  Lines lines;                    // where each key stands, for later messages about it
};

Parsed parse_config(std::string_view text);

}  // namespace replwatch::config
