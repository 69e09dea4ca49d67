#include "agent/targets.h"

#include <algorithm>

namespace replwatch::agent {
namespace {

using config::Config;
using config::LinkConfig;

mysql::Roles roles_of(const Config& config, const std::string& server) {
  mysql::Roles roles;
  for (const auto& [name, link] : config.links) {
    roles.source |= link.source == server;
    roles.replica |= link.replica == server;
  }
  // Without a link the agent stands at the source alone, and shows its half to a peer.
  if (!roles.source && !roles.replica) roles.source = true;
  return roles;
}

bool is_local(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

Acceptances acceptances(const std::map<std::string, config::Acceptance>& configured) {
  Acceptances found;
  for (const auto& [code, acceptance] : configured) found[code] = {acceptance.reason, acceptance.until};
  return found;
}

LinkTarget link_target(const Config& config, const std::string& name, const LinkConfig& link) {
  LinkTarget target;
  target.name = name;
  target.source = link.source;
  target.replica = link.replica;
  target.channel = link.channel;
  target.tunnel = link.tunnel;
  target.site = link.site;
  target.peer = link.peer;
  target.databases = link.databases;
  target.limits.staleness_warning = link.staleness.warning;
  target.limits.staleness_critical = link.staleness.critical;
  target.limits.replica_interval = config.intervals.replica;
  target.limits.source_interval = config.intervals.source;
  target.limits.sockets_interval = config.intervals.sockets;
  target.limits.deadline = config.deadline;
  target.accept = acceptances(link.accept);
  const auto tunnel = config.tunnels.find(link.tunnel);
  if (tunnel != config.tunnels.end()) target.tunnel_accept = acceptances(tunnel->second.accept);
  const auto source = config.servers.find(link.source);
  target.source_configured = source != config.servers.end() && source->second.via.empty();
  target.source_via_tunnel = target.source_configured && !link.tunnel.empty() &&
                             source->second.address.socket.empty() && is_local(source->second.address.host);
  if (target.source_configured) target.source_port = source->second.address.port;
  return target;
}

}  // namespace

Targets targets_of(const Config& config) {
  Targets targets;
  for (const auto& [name, server] : config.servers) {
    if (!server.via.empty()) continue;
    const mysql::Roles roles = roles_of(config, name);
    const Duration interval = roles.replica && roles.source
                                  ? std::min(config.intervals.replica, config.intervals.source)
                              : roles.replica ? config.intervals.replica
                                              : config.intervals.source;
    targets.servers.push_back({name, server.address, roles, interval, config.deadline});
  }
  for (const auto& [name, tunnel] : config.tunnels) {
    using Kind = config::LogPlace::Kind;
    const bool file = tunnel.log.kind == Kind::file || tunnel.log.kind == Kind::syslog_file;
    targets.tunnels.push_back({name,
                               tunnel.stunnel_conf,
                               tunnel.service,
                               file ? tunnel.log.name : "",
                               tunnel.log.kind == Kind::unit,
                               config.intervals.sockets,
                               acceptances(tunnel.accept),
                               {}});
    for (const auto& [replica, expected] : tunnel.replicas) {
      targets.tunnels.back().replicas.push_back({replica, expected.subject, expected.address});
    }
  }
  for (const auto& [name, link] : config.links) targets.links.push_back(link_target(config, name, link));
  return targets;
}

}  // namespace replwatch::agent
