// stunnel.conf as stunnel reads it: global options, then services; what a watcher of the tunnel needs of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/result.h"
#include "probes/tunnel/host_port.h"

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
  std::string ssl_version, ssl_version_min;  // as written; "" = the version's own default
  std::vector<std::string> ssl_options;      // of OpenSSL: "NO_SSLv3"
  // Whether more is asked of the other end's certificate than to be of an authority that is trusted.
  bool checks_subject() const {
    return verify_peer || (verify && *verify >= 3) || !check_host.empty() || !check_ip.empty() ||
           !check_email.empty();
  }
  bool verifies() const { return verify_chain || verify_peer || (verify && *verify >= 2); }

  bool operator==(const Service&) const = default;
};

struct StunnelConf {
  std::string output, pid, chroot, setuid, setgid, debug;
  bool syslog = true, foreground = false;  // stunnel's defaults
  // In the file's order. A file without sections has one service named "" if it has any option of a service.
  std::vector<Service> services;
  std::vector<std::string> includes;  // folders named by `include`, in order
  // "verify" and friends found inside comments: the manual's text pasted literally hides `verify = 2` there
  bool verify_hidden_in_comment = false;

  const Service* service(std::string_view name) const;
  bool operator==(const StunnelConf&) const = default;
};

// Options that a watcher does not need are passed over, known to stunnel or not. Fails, naming the line,
// where stunnel would refuse to start over something this reads. A '#' or ';' begins a comment only as the
// first character of a line; behind a value it belongs to the value, as stunnel has it.
Result<StunnelConf> parse_stunnel_conf(std::string_view text);

// The texts of the files of a folder that `include` names, in the order of their names; each goes on where
// the line stands, in the same section. Includes in an included file count too, ten deep.
using ReadInclude = std::function<Result<std::vector<std::string>>(const std::string& folder)>;
Result<StunnelConf> parse_stunnel_conf(std::string_view text, const ReadInclude& read);

}  // namespace replwatch::tunnel
