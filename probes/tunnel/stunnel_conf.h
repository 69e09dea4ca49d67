// stunnel.conf as stunnel reads it: global options, then services; what a watcher of the tunnel needs of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/result.h"

namespace replwatch::tunnel {

enum class Side { client, server };

struct Service {
  std::string name;
  Side side = Side::server;
  std::string accept;                // as written: "3307", "127.0.0.1:3307", ":::3307"
  std::vector<std::string> connect;  // as written, each repetition
  std::string cert, ca_file, ca_path, crl_file, crl_path;
  std::string key;            // the certificate's file when the option is absent, as stunnel takes it
  std::optional<int> verify;  // the old option's number
  bool verify_chain = false, verify_peer = false;
  std::vector<std::string> check_host, check_ip, check_email;
  bool verifies() const { return verify_chain || verify_peer || (verify && *verify >= 2); }

  bool operator==(const Service&) const = default;
};

struct StunnelConf {
  std::string output, pid, chroot, setuid, setgid, debug;
  bool syslog = true, foreground = false;  // stunnel's defaults
  // In the file's order. A file without sections has one service named "" if it has any option of a service.
  std::vector<Service> services;
  std::vector<std::string> includes;  // folders or files named by `include`, in order; the caller reads them
  // "verify" and friends found inside comments: the manual's text pasted literally hides `verify = 2` there
  bool verify_hidden_in_comment = false;

  const Service* service(std::string_view name) const;
  bool operator==(const StunnelConf&) const = default;
};

// Options that a watcher does not need are passed over, known to stunnel or not. Fails, naming the line,
// where stunnel would refuse to start over something this reads. A '#' or ';' begins a comment only as the
// first character of a line; behind a value it belongs to the value, as stunnel has it.
Result<StunnelConf> parse_stunnel_conf(std::string_view text);

// Host and port of an `accept` or `connect` value: "3307" is every address. Empty when it is neither.
struct HostPort {
  std::string host;  // "" = any
  std::uint16_t port = 0;
  bool operator==(const HostPort&) const = default;
};
std::optional<HostPort> parse_host_port(std::string_view text);

}  // namespace replwatch::tunnel
