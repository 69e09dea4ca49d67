#include "probes/tunnel/socket_legs.h"

#include <algorithm>

namespace replwatch::tunnel {
namespace {

bool is_loopback(const std::string& ip) { return ip.starts_with("127.") || ip == "::1"; }

bool is_any(const std::string& host) {
  return host.empty() || host == "0.0.0.0" || host == "::" || host == "*";
}

bool is_ipv6(const std::string& ip) { return ip.find(':') != std::string::npos; }

// A listener on every address serves this one as well, whoever it belongs to; one on every IPv4 address no
// IPv6 one.
bool serves(const Address& listener, const HostPort& accept) {
  if (listener.port != accept.port || !is_any(listener.ip)) return false;
  return is_ipv6(listener.ip) || !is_ipv6(accept.host) || is_any(accept.host);
}

// Whether the address of a socket can be what stands in the configuration; of a name only the port is known.
bool fits(const HostPort& configured, const Address& address) {
  if (address.port != configured.port) return false;
  if (configured.host == "localhost") return is_loopback(address.ip);
  const bool is_number = configured.host.find_first_not_of("0123456789.") == std::string::npos ||
                         configured.host.find(':') != std::string::npos;
  return is_any(configured.host) || !is_number || address.ip == configured.host;
}

// The other end of a connection to the service's own entrance: whoever made it stands on this host.
bool comes_to_us(const HostPort& accept, const Socket& socket) {
  if (!fits(accept, socket.remote)) return false;
  return is_loopback(socket.remote.ip) || socket.remote.ip == socket.local.ip;
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
    const bool at_entrance = fits(*accept, socket.local);
    const bool listens = socket.state == TcpState::listen;
    if (listens && (at_entrance || serves(socket.local, *accept))) {
      if (!sorted.listener || !is_any(socket.local.ip)) sorted.listener = socket;
    } else if (listens) {
      continue;
    } else if (at_entrance) {
      incoming.push_back(socket);
    } else if (!comes_to_us(*accept, socket) &&
               std::ranges::any_of(goals, [&](const HostPort& goal) { return fits(goal, socket.remote); })) {
      outgoing.push_back(socket);
    }
  }
  return sorted;
}

}  // namespace replwatch::tunnel
