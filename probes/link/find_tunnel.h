// The findings on one end of a tunnel, with or without a link that it serves: how it is set up, and who may
// use it. Pure.
#pragma once

#include <vector>

#include "probes/link/finding.h"
#include "probes/tunnel/tunnel_state.h"

namespace replwatch::link {

std::vector<Finding> find_in_tunnel(const tunnel::TunnelState& tunnel);

}  // namespace replwatch::link
