// How a command asks the running agent: where it listens, who asks, and one GET with a deadline.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

#include "probes/result.h"

namespace replwatch::commands {

struct AgentAddress {
  std::string config, agent, user, password_env;
};

// --config, --agent, --user, --password-env; `address` must live as long as the command.
void add_agent_options(CLI::App& command, AgentAddress& address);

// The body of the answer; anything but 200 is a failure that names the address and the remedy.
Result<std::string> ask_agent(const AgentAddress& address, const std::string& path);

}  // namespace replwatch::commands
