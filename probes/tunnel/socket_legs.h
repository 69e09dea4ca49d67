// Sorts the kernel's sockets into those of one stunnel service: its listener, and its own ends of both legs.
#pragma once

#include <cstdint>
#include <vector>

#include "probes/tunnel/stunnel_conf.h"
#include "probes/tunnel/tunnel_state.h"

namespace replwatch::tunnel {

// The ports by which the service's sockets are found: of `accept` and of each `connect`.
std::vector<std::uint16_t> service_ports(const Service& service);

// The manual uses one port number on both legs of the client side, so ports alone do not tell the legs apart.
TunnelSockets sort_sockets(const Service& service, const std::vector<Socket>& sockets);

}  // namespace replwatch::tunnel
