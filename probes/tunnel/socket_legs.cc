#include "probes/tunnel/socket_legs.h"

#include <algorithm>

namespace replwatch::tunnel {
namespace {

bool is_loopback(const std::string& ip) { return ip.starts_with("127.") || ip == "::1"; }

bool is_any(const std::string& host) {
  return host.empty() || host == "0.0.0.0" || host == "::" || host == "*";
}

// Whether `address` is where the service listens, as seen by somebody who connects from this host.
bool is_own_entrance(const HostPort& accept, const Address& address) {
  if (address.port != accept.port) return false;
  if (is_any(accept.host)) return is_loopback(address.ip);
  return address.ip == accept.host || (accept.host == "localhost" && is_loopback(address.ip));
}

std::vector<HostPort> targets(const Service& service) {
  std::vector<HostPort> found;
  for (const std::string& text : service.connect) {
    if (const auto parsed = parse_host_port(text)) found.push_back(*parsed);
  }
  return found;
}

}  // namespace

std::vector<std::uint16_t> service_ports(const Service& service) {
  std::vector<std::uint16_t> ports;
  if (const auto accept = parse_host_port(service.accept)) ports.push_back(accept->port);
  for (const HostPort& target : targets(service)) ports.push_back(target.port);
  return ports;
}

TunnelSockets sort_sockets(const Service& service, const std::vector<Socket>& sockets) {
  TunnelSockets sorted;
  const auto accept = parse_host_port(service.accept);
  if (!accept) return sorted;
  const std::vector<HostPort> goals = targets(service);
  auto& incoming = service.side == Side::client ? sorted.near : sorted.far;
  auto& outgoing = service.side == Side::client ? sorted.far : sorted.near;
  for (const Socket& socket : sockets) {
    const bool at_entrance = socket.local.port == accept->port;
    if (at_entrance && socket.state == TcpState::listen) {
      if (!sorted.listener || is_any(socket.local.ip)) sorted.listener = socket;
    } else if (at_entrance) {
      incoming.push_back(socket);
    } else if (!is_own_entrance(*accept, socket.remote) &&
               std::ranges::any_of(goals,
                                   [&](const HostPort& goal) { return goal.port == socket.remote.port; })) {
      outgoing.push_back(socket);
    }
  }
  return sorted;
}

}  // namespace replwatch::tunnel
