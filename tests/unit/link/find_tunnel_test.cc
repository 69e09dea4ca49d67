#include "probes/link/find_tunnel.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>

#include "tests/unit/link/evidence_builder.h"

namespace replwatch::link {
namespace {

using tunnel::Side;
using tunnel::TunnelState;

TunnelState good() {
  TunnelState state = Given().tunnel();
  state.conf.value->pid = "/run/stunnel/mysql.pid";
  state.conf.value->output = "/var/log/stunnel.log";
  state.conf.value->setuid = "nobody";
  return state;
}

struct Case {
  const char* sentence;
  std::function<void(TunnelState&)> change;
  std::set<std::string> findings;
  const char* remedy = "";  // a part of it
};

const Case kCases[] = {
    {"a good one has none", [](TunnelState&) {}, {}},
    {"without verification nothing else is said of certificates",
     [](TunnelState& state) {
       state.service.verify.reset();
       state.service.check_host.clear();
     },
     {"verification_inactive"},
     "`verify = 2`"},
    {"any host of any authority is the source",
     [](TunnelState& state) { state.service.check_host.clear(); },
     {"subject_not_checked"},
     "checkHost"},
    {"any host of any authority may be a replica",
     [](TunnelState& state) {
       state.service.check_host.clear();
       state.service.side = Side::server;
     },
     {"subject_not_checked"},
     "verifyPeer"},
    {"an address in the certificate will do",
     [](TunnelState& state) {
       state.service.check_host.clear();
       state.service.check_ip = {"10.0.0.1"};
     },
     {}},
    {"TLS 1.0 in any case",
     [](TunnelState& state) { state.service.ssl_version = "tlsv1"; },
     {"old_protocol_allowed"},
     "TLSv1.2"},
    {"SSLv3 as the least",
     [](TunnelState& state) { state.service.ssl_version_min = "SSLv3"; },
     {"old_protocol_allowed"}},
    {"TLS 1.2 is none of the old", [](TunnelState& state) { state.service.ssl_version = "TLSv1.2"; }, {}},
    {"all is what the library allows", [](TunnelState& state) { state.service.ssl_version = "all"; }, {}},
    {"the pid file's folder is gone after a boot",
     [](TunnelState& state) { state.surroundings.pid_folder_is_lost = true; },
     {"tunnel_not_boot_safe"},
     "d /run/stunnel 0755 nobody"},
    {"it is not, or nobody knows",
     [](TunnelState& state) { state.surroundings.pid_folder_is_lost = false; },
     {}},
    {"rc.local starts it",
     [](TunnelState& state) { state.surroundings.in_rc_local = true; },
     {"tunnel_not_boot_safe"},
     "Restart=always"},
    {"the log is root's",
     [](TunnelState& state) { state.surroundings.log_writable = false; },
     {"log_not_writable"},
     "chown it to nobody"},
    {"the log cannot be read",
     [](TunnelState& state) {
       state.log.failed({Reason::unreadable, "why", 13}, kNow - 2s, kNow - 1s);
     },
     {"log_unreadable"},
     "setfacl"},
    {"a stranger comes through it",
     [](TunnelState& state) {
       state.clients.resize(2);
       state.clients[0].standing = tunnel::Standing::expected;
       state.clients[1].standing = tunnel::Standing::stranger;
     },
     {"unknown_replica"},
     "replicas of this tunnel"},
    {"a client of whom the log does not tell is no stranger",
     [](TunnelState& state) { state.clients.resize(1); },
     {}},
    {"of a configuration that was never read nothing is said",
     [](TunnelState& state) {
       state.conf = {};
       state.service = {};
       state.surroundings.log_writable = false;
     },
     {}},
};

TEST(FindInTunnel, EachIsFoundAloneAndNoneInItsNearestFalseAlarm) {
  for (const Case& each : kCases) {
    TunnelState state = good();
    each.change(state);
    std::set<std::string> found;
    for (const Finding& finding : find_in_tunnel(state)) {
      found.insert(std::string(code(finding.code)));
      EXPECT_NE(finding.remedy.find(each.remedy), std::string::npos) << finding.remedy;
      EXPECT_EQ((finding.text + finding.remedy).find('\n'), std::string::npos);
    }
    EXPECT_EQ(found, each.findings) << each.sentence;
  }
}

}  // namespace
}  // namespace replwatch::link
