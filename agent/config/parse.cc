#include "agent/config/parse.h"

#include <algorithm>
#include <iterator>

#include "agent/config/consistency.h"
#include "agent/config/shape.h"
#include "probes/duration.h"
#include "probes/timestamp.h"

namespace replwatch::config {
namespace {

// A member that is absent or of the wrong type leaves `into` as it is; check_shape has told of the latter.
const Value* member(const Value& object, std::string_view key, Kind kind) {
  const Value* found = object.find(key);
  return found != nullptr && found->kind == kind ? found : nullptr;
}

void read(const Value& object, std::string_view key, std::string& into) {
  if (const Value* value = member(object, key, Kind::text)) into = value->text;
}
void read(const Value& object, std::string_view key, bool& into) {
  if (const Value* value = member(object, key, Kind::flag)) into = value->flag;
}
void read(const Value& object, std::string_view key, std::uint16_t& into) {
  const Value* value = member(object, key, Kind::integer);
  if (value != nullptr && is_one(*value, Type::port)) into = static_cast<std::uint16_t>(value->integer);
}
void read(const Value& object, std::string_view key, Duration& into) {
  if (const Value* value = member(object, key, Kind::text)) into = parse_duration(value->text).value_or(into);
}
void read(const Value& object, std::string_view key, WallTime& into) {
  if (const Value* value = member(object, key, Kind::text))
    into = parse_timestamp(value->text).value_or(into);
}
void read(const Value& object, std::string_view key, Listen& into) {
  if (const Value* value = member(object, key, Kind::text)) into = parse_listen(value->text).value_or(into);
}
void read(const Value& object, std::string_view key, std::vector<std::string>& into) {
  const Value* list = member(object, key, Kind::array);
  if (list != nullptr) std::ranges::transform(list->children, std::back_inserter(into), &Value::text);
}

void read(const Value& object, std::string_view key, HttpConfig& into) {
  const Value* http = member(object, key, Kind::object);
  if (http == nullptr) return;
  read(*http, "password_file", into.password_file);
  read(*http, "allow_reload", into.allow_reload);
  read(*http, "allow_open", into.allow_open);
}

void read(const Value& object, std::string_view key, Intervals& into) {
  const Value* intervals = member(object, key, Kind::object);
  if (intervals == nullptr) return;
  read(*intervals, "replica", into.replica);
  read(*intervals, "source", into.source);
  read(*intervals, "sockets", into.sockets);
  read(*intervals, "certificates", into.certificates);
  read(*intervals, "peer", into.peer);
}

void read(const Value& object, std::string_view key, Acceptance& into) {
  const Value* acceptance = member(object, key, Kind::object);
  if (acceptance == nullptr) return;
  read(*acceptance, "reason", into.reason);
  read(*acceptance, "until", into.until);
}

void read(const Value& object, std::string_view key, ExpectedReplica& into) {
  const Value* replica = member(object, key, Kind::object);
  if (replica == nullptr) return;
  read(*replica, "subject", into.subject);
  read(*replica, "address", into.address);
}

void read(const Value& object, std::string_view key, TunnelConfig& into);
void read(const Value& object, std::string_view key, ServerConfig& into);
void read(const Value& object, std::string_view key, PeerConfig& into);
void read(const Value& object, std::string_view key, LinkConfig& into);

template <class T>
void read(const Value& object, std::string_view key, std::map<std::string, T>& into) {
  const Value* named = member(object, key, Kind::object);
  if (named == nullptr) return;
  for (const Value& one : named->children) read(*named, one.key, into[one.key]);
}

void read(const Value& object, std::string_view key, ServerConfig& into) {
  const Value* server = member(object, key, Kind::object);
  if (server == nullptr) return;
  read(*server, "host", into.address.host);
  read(*server, "port", into.address.port);
  read(*server, "socket", into.address.socket);
  read(*server, "ipv4_only", into.address.ipv4_only);
  read(*server, "defaults_file", into.address.defaults_file);
  read(*server, "defaults_group", into.address.defaults_group);
  read(*server, "user", into.address.user);
  read(*server, "tls", into.address.tls);
  read(*server, "tls_ca", into.address.tls_ca);
  read(*server, "password_env", into.password_env);
  read(*server, "via", into.via);
}

void read(const Value& object, std::string_view key, LogPlace& into) {
  const Value* log = member(object, key, Kind::object);
  if (log == nullptr) return;
  for (const auto& [name, kind] : {std::pair{"file", LogPlace::Kind::file},
                                   {"syslog_file", LogPlace::Kind::syslog_file},
                                   {"unit", LogPlace::Kind::unit}}) {
    if (const Value* place = member(*log, name, Kind::text)) into = {kind, place->text};
  }
}

void read(const Value& object, std::string_view key, TunnelConfig& into) {
  const Value* tunnel = member(object, key, Kind::object);
  if (tunnel == nullptr) return;
  read(*tunnel, "stunnel_conf", into.stunnel_conf);
  read(*tunnel, "service", into.service);
  read(*tunnel, "log", into.log);
  read(*tunnel, "accept", into.accept);
  read(*tunnel, "replicas", into.replicas);
}

void read(const Value& object, std::string_view key, PeerConfig& into) {
  const Value* peer = member(object, key, Kind::object);
  if (peer == nullptr) return;
  read(*peer, "url", into.url);
  read(*peer, "user", into.user);
  read(*peer, "password_env", into.password_env);
}

void read(const Value& object, std::string_view key, StalenessLimits& into) {
  const Value* staleness = member(object, key, Kind::object);
  if (staleness == nullptr) return;
  read(*staleness, "warning", into.warning);
  read(*staleness, "critical", into.critical);
}

void read(const Value& object, std::string_view key, LinkConfig& into) {
  const Value* link = member(object, key, Kind::object);
  if (link == nullptr) return;
  read(*link, "source", into.source);
  read(*link, "replica", into.replica);
  read(*link, "channel", into.channel);
  read(*link, "tunnel", into.tunnel);
  read(*link, "peer", into.peer);
  read(*link, "peer_source", into.peer_source);
  read(*link, "peer_tunnel", into.peer_tunnel);
  read(*link, "site", into.site);
  read(*link, "databases", into.databases);
  read(*link, "staleness", into.staleness);
  read(*link, "accept", into.accept);
}

void read(const Value& object, std::string_view key, Exports& into) {
  const Value* exports = member(object, key, Kind::object);
  if (exports == nullptr) return;
  read(*exports, "textfile", into.textfile);
  read(*exports, "mysqld_exporter_names", into.mysqld_exporter_names);
  if (const Value* passive = member(*exports, "passive", Kind::object)) {
    into.passive.emplace();
    read(*passive, "command_file", into.passive->command_file);
    read(*passive, "host", into.passive->host);
  }
}

Config read_config(const Value& root) {
  Config config;
  read(root, "listen", config.listen);
  read(root, "http", config.http);
  read(root, "state_directory", config.state_directory);
  read(root, "intervals", config.intervals);
  read(root, "deadline", config.deadline);
  read(root, "servers", config.servers);
  read(root, "tunnels", config.tunnels);
  read(root, "peers", config.peers);
  read(root, "links", config.links);
  read(root, "exports", config.exports);
  return config;
}

// A value whose shape is wrong, and everything around it that was read with its default instead, tells
// nothing more.
bool follows_from(const Problem& second, const std::vector<Problem>& first) {
  return std::ranges::any_of(first, [&](const Problem& problem) {
    return problem.path == second.path || problem.path.starts_with(second.path + ".");
  });
}

}  // namespace

Parsed parse_config(std::string_view text) {
  Document document = parse_document(text);
  Parsed parsed{.config = {}, .problems = std::move(document.problems), .lines = {}};
  if (!document.whole) return parsed;
  std::ranges::move(check_shape(document.root), std::back_inserter(parsed.problems));
  parsed.lines = lines_of(document.root);
  Config config = read_config(document.root);
  for (Problem& problem : check_consistency(config, parsed.lines)) {
    if (!follows_from(problem, parsed.problems)) parsed.problems.push_back(std::move(problem));
  }
  std::ranges::stable_sort(parsed.problems, {}, &Problem::line);
  if (parsed.problems.empty()) parsed.config = std::move(config);
  return parsed;
}

}  // namespace replwatch::config
