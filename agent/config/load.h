// A configuration file, read and checked to the end: what the agent starts from, at its start and at each
// reload.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agent/config/check_files.h"
#include "agent/config/config.h"

namespace replwatch::config {

inline constexpr const char* kUsualFile = "/etc/replwatch/replwatch.json";

struct Loaded {
  std::optional<Config> config;       // with its passwords; empty exactly when there are errors
  std::vector<std::string> errors;    // lines for people: "FILE:LINE: PATH: what is wrong; what to do"
  std::vector<std::string> warnings;  // the same, of what the agent can run without
};

Loaded load_config(const std::string& file, const Environment& environment);

}  // namespace replwatch::config
