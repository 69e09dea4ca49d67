// The configuration of the agent as plain values, already checked: names that refer to something refer to
// something that is there. Passwords are filled in by load.h and never printed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agent/config/types.h"
#include "probes/instant.h"
#include "probes/io/server_address.h"

namespace replwatch::config {

struct HttpConfig {
  std::string password_file;  // "" = nobody logs in
  bool allow_reload = false;
  bool allow_open = false;

  bool operator==(const HttpConfig&) const = default;
};

struct Intervals {
  Duration replica = std::chrono::seconds(1);
  Duration source = std::chrono::seconds(1);
  Duration sockets = std::chrono::seconds(1);
  Duration certificates = std::chrono::seconds(60);
  Duration peer = std::chrono::seconds(1);

  bool operator==(const Intervals&) const = default;
};

struct ServerConfig {
  io::ServerAddress address;  // unused when `via` is set
  std::string password_env;   // "" = the password is in the option file, or there is none
  std::string via;            // name of a peer; "" = looked at by this agent

  bool operator==(const ServerConfig&) const = default;
};

// Where a tunnel's log is, when stunnel.conf does not tell.
struct LogPlace {
  enum class Kind { as_configured, file, syslog_file, unit };
  Kind kind = Kind::as_configured;
  std::string name;  // path, or the unit's name

  bool operator==(const LogPlace&) const = default;
};

struct Acceptance {
  std::string reason;
  WallTime until{};

  bool operator==(const Acceptance&) const = default;
};

// A replica that may come through the server side of a tunnel; "" = any.
struct ExpectedReplica {
  std::string subject, address;

  bool operator==(const ExpectedReplica&) const = default;
};

struct TunnelConfig {
  std::string stunnel_conf;
  std::string service;  // "" = the only one of the file
  LogPlace log;
  std::map<std::string, Acceptance> accept{};  // by the finding's code
  std::map<std::string, ExpectedReplica> replicas{};

  bool operator==(const TunnelConfig&) const = default;
};

struct PeerConfig {
  std::string url;
  std::string user, password_env;
  std::string password;  // used when `user` is not empty

  bool operator==(const PeerConfig&) const = default;
};

struct StalenessLimits {
  Duration warning = std::chrono::seconds(60);
  Duration critical = std::chrono::seconds(300);

  bool operator==(const StalenessLimits&) const = default;
};

// References are names in the configuration, "" where there is none.
struct LinkConfig {
  std::string source, replica, channel, tunnel;
  std::string peer, peer_source, peer_tunnel;
  std::string site;
  std::vector<std::string> databases;  // empty = all
  StalenessLimits staleness;
  std::map<std::string, Acceptance> accept;  // by the finding's code

  bool operator==(const LinkConfig&) const = default;
};

struct Passive {
  std::string command_file, host;

  bool operator==(const Passive&) const = default;
};

struct Exports {
  std::string textfile;  // "" = none
  bool mysqld_exporter_names = false;
  std::optional<Passive> passive;

  bool operator==(const Exports&) const = default;
};

struct Config {
  Listen listen;
  HttpConfig http;
  std::string state_directory = "/var/lib/replwatch";
  Intervals intervals;
  Duration deadline = std::chrono::seconds(3);
  std::map<std::string, ServerConfig> servers;
  std::map<std::string, TunnelConfig> tunnels;
  std::map<std::string, PeerConfig> peers;
  std::map<std::string, LinkConfig> links;
  Exports exports;

  bool operator==(const Config&) const = default;
};

}  // namespace replwatch::config
