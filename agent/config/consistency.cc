#include "agent/config/consistency.h"

#include <algorithm>
#include <initializer_list>

#include "agent/config/nearest.h"
#include "probes/duration.h"
#include "probes/text.h"

namespace replwatch::config {
namespace {

class Check {
 public:
  Check(const Config& config, const Lines& lines) : config_(config), lines_(lines) {}
  std::vector<Problem> take() { return std::move(problems_); }

  void listen() {
    if (config_.listen.is_loopback() || has("http.password_file") || config_.http.allow_open) return;
    tell("listen",
         "everybody who reaches " + config_.listen.address +
             " could read everything; listen on 127.0.0.1, add http.password_file, or set http.allow_open");
  }

  void server(const std::string& path, const ServerConfig& server) {
    const std::vector<std::string_view> places = present(path, {"host", "socket", "via"});
    if (places.empty()) tell(path, "says not where the server is; add host, socket or via");
    if (server.via.empty() && places.size() > 1) {
      return tell(path, "has " + all(places) + "; keep one of them");
    }
    if (!server.via.empty()) {
      const auto others = present(path, {"host", "port", "socket", "ipv4_only", "defaults_file",
                                         "defaults_group", "user", "password_env", "tls", "tls_ca"});
      if (!others.empty()) {
        tell(join(path, "via"),
             "is all that is known of a server seen by a peer; remove " + all(others) + ", or via");
      }
      reference(join(path, "via"), server.via, config_.peers, "peers");
      return;
    }
    if (has(join(path, "socket")) && has(join(path, "port"))) {
      tell(join(path, "port"), "a socket has no port; remove port, or name a host instead of the socket");
    }
    if (has(join(path, "tls_ca")) && (!has(join(path, "tls")) || server.address.tls == "off")) {
      tell(join(path, "tls_ca"), "has no effect while tls is off; set tls to \"verify\", or remove tls_ca");
    }
  }

  void tunnel(const std::string& path, const TunnelConfig&) {
    const std::string log = join(path, "log");
    const std::vector<std::string_view> places = present(log, {"file", "syslog_file", "unit"});
    if (places.size() > 1) tell(log, "has " + all(places) + "; keep one of them");
    if (has(log) && places.empty()) tell(log, "names no log; add file, syslog_file or unit, or remove it");
  }

  void peer(const std::string& path, const PeerConfig& peer) {
    if (!peer.password_env.empty() && peer.user.empty()) {
      tell(join(path, "password_env"), "a password needs a user; add user");
    }
  }

  void link(const std::string& path, const LinkConfig& link) {
    reference(join(path, "source"), link.source, config_.servers, "servers");
    reference(join(path, "replica"), link.replica, config_.servers, "servers");
    reference(join(path, "tunnel"), link.tunnel, config_.tunnels, "tunnels");
    reference(join(path, "peer"), link.peer, config_.peers, "peers");
    if (!link.source.empty() && link.source == link.replica) {
      tell(join(path, "replica"), "is the same server as source, \"" + link.source + "\"; name two servers");
    }
    for (const std::string_view key : {"peer_source", "peer_tunnel"}) {
      if (has(join(path, key)) && !has(join(path, "peer"))) {
        tell(join(path, key), "has no meaning without a peer; add peer, or remove it");
      }
    }
    staleness(join(path, "staleness"), link.staleness);
  }

 private:
  void staleness(const std::string& path, const StalenessLimits& limits) {
    if (limits.warning <= limits.critical) return;
    const bool both = has(join(path, "warning")) && has(join(path, "critical"));
    tell(path, "warning (" + duration_text(limits.warning) + ") is above critical (" +
                   duration_text(limits.critical) + ")" + (both ? "" : ", one of them the default") +
                   "; write a larger critical");
  }

  template <class Map>
  void reference(const std::string& path, const std::string& name, const Map& map, const std::string& where) {
    if (name.empty() || map.contains(name)) return;
    std::vector<std::string_view> known;
    for (const auto& [known_name, value] : map) known.push_back(known_name);
    tell(path, "no \"" + name + "\" in " + where +
                   (known.empty() ? ", which has none; add it there" : "; " + suggestion(name, known)));
  }

  bool has(const std::string& path) const { return lines_.contains(path); }
  std::vector<std::string_view> present(const std::string& path,
                                        std::initializer_list<std::string_view> keys) const {
    std::vector<std::string_view> found;
    std::ranges::copy_if(keys, std::back_inserter(found), [&](auto key) { return has(join(path, key)); });
    return found;
  }
  static std::string all(const std::vector<std::string_view>& keys) {
    std::string text;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (i > 0) text += i + 1 == keys.size() ? " and " : ", ";
      text += keys[i];
    }
    return text;
  }
  void tell(const std::string& path, std::string text) {
    const auto line = lines_.find(path);
    problems_.push_back({line == lines_.end() ? 0 : line->second, path, std::move(text)});
  }

  const Config& config_;
  const Lines& lines_;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> check_consistency(const Config& config, const Lines& lines) {
  Check check(config, lines);
  check.listen();
  for (const auto& [name, server] : config.servers) check.server(join("servers", name), server);
  for (const auto& [name, tunnel] : config.tunnels) check.tunnel(join("tunnels", name), tunnel);
  for (const auto& [name, peer] : config.peers) check.peer(join("peers", name), peer);
  for (const auto& [name, link] : config.links) check.link(join("links", name), link);
  return check.take();
}

}  // namespace replwatch::config
