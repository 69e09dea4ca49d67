// What the configuration names outside itself, looked at once: files with secrets, variables of the
// environment, stunnel.conf, the state directory. Reads, and changes nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agent/config/config.h"
#include "agent/config/document.h"
#include "agent/config/problem.h"

namespace replwatch::config {

struct FileCheck {
  std::vector<Problem>
      refused;  // secrets that are missing, unreadable, or open to others: the agent must not run
  std::vector<Problem>
      warned;  // what the agent can do without for a while, and tells of: a tunnel's files, its state
};

FileCheck check_files(const Config& config, const Lines& lines);

using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// Fills in the passwords that `password_env` names; tells of each variable that is not set.
std::vector<Problem> take_passwords(Config& config, const Lines& lines, const Environment& environment);

}  // namespace replwatch::config
