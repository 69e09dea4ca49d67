// The agent's one thread: runs the watch, the HTTP server beside it, reloads and ends by signal.
#pragma once

#include <string>

namespace replwatch::agent {

// Runs until SIGTERM or SIGINT. The exit code: 0 ended by signal, 1 could not start (said on standard error).
int run_agent(const std::string& config_file);

}  // namespace replwatch::agent
