// From the configuration to what the agent watches: the same facts, sorted by who looks. Pure.
#pragma once

#include <vector>

#include "agent/config/config.h"
#include "agent/link_watch.h"
#include "agent/server_poll.h"
#include "agent/tunnel_watch.h"

namespace replwatch::agent {

struct Targets {
  std::vector<ServerTarget> servers;
  std::vector<TunnelTarget> tunnels;
  std::vector<LinkTarget> links;
};

Targets targets_of(const config::Config& config);

}  // namespace replwatch::agent
