#include "probes/link/find_tunnel.h"

#include <algorithm>
#include <array>
#include <optional>

#include "probes/text.h"

namespace replwatch::link {
namespace {

using Found = std::vector<Finding>;
using enum FindingCode;
using enum FindingSeverity;

void find_in_verification(const tunnel::TunnelState& tunnel, Found& found) {
  const tunnel::Service& service = tunnel.service;
  if (!service.verifies()) {
    found.push_back({verification_inactive, warning,
                     tunnel.conf.value->verify_hidden_in_comment
                         ? "stunnel checks no certificate: its `verify = 2` stands inside a comment line"
                         : "stunnel checks no certificate: anybody can stand at the other end",
                     "put `verify = 2` on a line of its own in stunnel.conf and restart stunnel"});
  } else if (!service.checks_subject()) {
    const bool client = service.side == tunnel::Side::client;
    found.push_back(
        {subject_not_checked, info,
         client ? "stunnel takes any host with a certificate of a trusted authority for the source's"
                : "stunnel lets in any host with a certificate of a trusted authority",
         client ? "checkHost = NAME in the service's section of stunnel.conf (from 5.15 on), where "
                  "NAME stands in the source's certificate"
                : "verifyPeer = yes with the replicas' own certificates in CAfile, or checkHost = "
                  "NAME of the replica (from 5.15 on)"});
  }
}

bool is_old(std::string_view version) {
  constexpr std::array<std::string_view, 4> kOld{"SSLv2", "SSLv3", "TLSv1", "TLSv1.1"};
  return std::ranges::any_of(kOld, [&](std::string_view each) { return equal_ignoring_case(each, version); });
}

void find_in_protocol(const tunnel::Service& service, Found& found) {
  const std::string& version = is_old(service.ssl_version) ? service.ssl_version : service.ssl_version_min;
  if (!is_old(version)) return;
  found.push_back(
      {old_protocol_allowed, warning,
       "stunnel.conf allows " + version + ", which is broken and which newer versions refuse",
       "sslVersion = TLSv1.2 in stunnel.conf at both ends (or sslVersionMin, where stunnel has it), "
       "then restart both"});
}

void find_in_surroundings(const tunnel::TunnelState& tunnel, Found& found) {
  const tunnel::Surroundings& around = tunnel.surroundings;
  const tunnel::StunnelConf& conf = *tunnel.conf.value;
  const std::string folder = conf.pid.substr(0, conf.pid.rfind('/'));
  if (around.pid_folder_is_lost == true) {
    found.push_back({tunnel_not_boot_safe, warning,
                     "the pid file's folder " + one_line(folder, 200) +
                         " lies in memory and nothing makes it at boot: stunnel will not start then",
                     "echo 'd " + one_line(folder, 200) + " 0755 " +
                         one_line(conf.setuid.empty() ? "root" : conf.setuid, 40) +
                         " - -' > /etc/tmpfiles.d/stunnel.conf, or RuntimeDirectory= in its unit"});
  } else if (around.in_rc_local) {
    found.push_back(
        {tunnel_not_boot_safe, info,
         "rc.local starts stunnel: nothing starts it again when it ends, and it may start before the "
         "network",
         "a systemd unit with Restart=always instead (stunnel@.service of the package, or your own)"});
  }
  if (around.log_writable == false) {
    found.push_back(
        {log_not_writable, warning,
         "stunnel opens its log " + one_line(conf.output, 200) + " as " + one_line(conf.setuid, 40) +
             ", who may not write there: from 4.44 on it runs without a log, newer ones do not start",
         "touch " + one_line(conf.output, 200) + " and chown it to " + one_line(conf.setuid, 40) +
             ", with a logrotate `create` for the same owner"});
  }
}

void find_in_log(const tunnel::TunnelState& tunnel, Found& found) {
  if (!tunnel.log.failure) return;
  found.push_back({log_unreadable, info,
                   "the stunnel log is not read: refused certificates cannot be told from other faults",
                   "setfacl -m u:replwatch:r on the log file that stunnel.conf names as output"});
}

void find_in_clients(const tunnel::TunnelState& tunnel, Found& found) {
  for (const tunnel::TunnelClient& client : tunnel.clients) {
    if (client.standing != tunnel::Standing::stranger) continue;
    found.push_back(
        {unknown_replica, client.replicates ? critical : warning,
         client.peer.ip +
             (client.replicates ? " reads the binary log through the tunnel"
                                : " is connected through the tunnel") +
             " and is none of the replicas that are expected there",
         "if it is one, name it under replicas of this tunnel in replwatch.json; if not, refuse its "
         "certificate in stunnel.conf and change the replication account's password"});
  }
}

}  // namespace

std::vector<Finding> find_in_tunnel(const tunnel::TunnelState& tunnel) {
  Found found;
  if (tunnel.conf.value) {
    find_in_verification(tunnel, found);
    find_in_protocol(tunnel.service, found);
    find_in_surroundings(tunnel, found);
  }
  find_in_log(tunnel, found);
  find_in_clients(tunnel, found);
  return found;
}

}  // namespace replwatch::link
