// Snapshots for tests: the pair of the manual with one healthy link, one broken at its tunnel, and everything
// that a hostile server, certificate or log could put into a text.
#pragma once

#include "exporters/view.h"

namespace replwatch::testing {

using namespace std::chrono_literals;
using namespace exporters;

inline constexpr Instant kAt{1000s};  // when sample snapshots are taken
inline constexpr WallTime kWall{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 13h + 41min + 43s +
                                250ms};
inline Now at(Duration later = {}) { return {kAt + later, kWall + later}; }

inline const std::string kHostile = "<script>alert(\"x\")</script>\n\x1b[31m&'\xff";

inline mysql::ReplicaStatus sample_channel() {
  mysql::ReplicaStatus row;
  row.io = mysql::IoState::running;
  row.sql_running = true;
  row.read = mysql::Position{1, 126167682};
  row.executed = mysql::Position{1, 126167000};
  row.relay_log_bytes = 4096;
  row.reported_lag = 0;
  row.sql_delay = 0;
  return row;
}

inline ServerRecord sample_source() {
  ServerRecord server{"server1", "127.0.0.1:3307", true, false, {}};
  mysql::Variables variables;
  variables.version = {mysql::Flavor::mariadb, 10, 11, 19, kHostile};
  server.sight.variables.saw(variables, kAt - 510ms, kAt - 500ms);
  mysql::SourceStatus status;
  status.logs = true;
  status.position = mysql::Position{1, 126167682};
  server.sight.source.saw(status, kAt - 510ms, kAt - 500ms);
  mysql::Thread dump, client;
  dump.kind = mysql::ThreadKind::dump;
  server.sight.threads.saw({dump, client, client}, kAt - 510ms, kAt - 500ms);
  return server;
}

inline ServerRecord sample_replica() {
  ServerRecord server{"server2", "/run/mysqld/mysqld.sock", false, true, {}};
  mysql::Variables variables;
  variables.version = {mysql::Flavor::mysql, 9, 7, 4, "9.7.4"};
  variables.read_only = true;
  server.sight.variables.saw(variables, kAt - 310ms, kAt - 300ms);
  server.sight.replica.saw({sample_channel()}, kAt - 310ms, kAt - 300ms);
  return server;
}

inline TunnelRecord sample_tunnel() {
  TunnelRecord tunnel{"mysql", {}, {}};
  tunnel.state.name = "mysql";
  tunnel.state.service.verify = 2;
  tunnel.state.conf.saw({}, kAt - 2s, kAt - 2s);
  tunnel::Socket socket;
  socket.state = tunnel::TcpState::established;
  socket.info = tunnel::Socket::TcpFacts{};
  socket.info->rtt = 31250us;
  socket.info->last_data_received = 900ms;
  tunnel.state.sockets.saw({socket, {socket}, {socket, socket}}, kAt - 100ms, kAt - 100ms);
  tunnel.state.sockets.value->near[0].info.reset();
  tunnel.state.retransmits = 7;
  tunnel.state.received_bytes = 126167682;
  tunnel.state.sent_bytes = 4096;
  tunnel.findings = {{link::FindingCode::subject_not_checked, link::FindingSeverity::info, "any host will do",
                      "checkHost = NAME", false, ""}};
  tunnel::LogState log;
  log.counts = {120, 3, 10, {{"ok", 8}, {"expired", 2}}, {{"eof", 1}}, {{"refused", 4}}, {{"reset", 1}}, 1};
  log.last_verify_ok = kWall - 1h;
  tunnel::Event refused;
  refused.kind = tunnel::EventKind::verify_failed;
  refused.reason = "expired";
  refused.subject = "CN=" + kHostile;
  log.recent.push_back({refused, kAt - 20s});
  tunnel.state.log.saw(log, kAt - 100ms, kAt - 100ms);
  return tunnel;
}

inline LinkRecord sample_good_link() {
  LinkRecord link;
  link.name = "lfc";
  link.source = "server1";
  link.replica = "server2";
  link.tunnel = "mysql";
  link.site = "ifca";
  link.databases = {"DB_1", "DB_2"};
  link.evidence.now = kAt;
  link.evidence.replica = sample_replica().sight;
  link.evidence.freshness = {0.8, 0, 0.8, 0, 682, ""};
  link.fresh_at = kAt - 800ms;
  link.cause_since = kAt - 900s;
  link.cause_changes = 2;
  link.seconds_in = {800, 60, 40.5, 0};
  link.verdict.cause = link::Cause::ok;
  link.verdict.severity = link::Severity::ok;
  link.verdict.hops.fill(link::HopState::ok);
  link.verdict.basis = link::Basis::both_ends;
  link.verdict.sentence = "Data flows";
  link.verdict.next = "Nothing";
  link.verdict.evidence = {{"server2 answered, both threads run", "", kAt - 300ms}};
  link.findings = {{link::FindingCode::replica_writable, link::FindingSeverity::warning, "read_only is off",
                    "SET GLOBAL read_only = 1", false, ""},
                   {link::FindingCode::crl_not_checked, link::FindingSeverity::critical, "CRLpath is missing",
                    "Set CRLpath", true, "comes with the next downtime"}};
  return link;
}

inline LinkRecord sample_broken_link() {
  LinkRecord link = sample_good_link();
  link.name = "voms";
  link.channel = "voms";
  link.site = "";
  link.databases = {};
  link.findings = {};
  mysql::ReplicaStatus row = sample_channel();
  row.channel = "voms";
  row.io = mysql::IoState::connecting;
  row.reported_lag.reset();
  row.last_io_error = 2003;
  row.last_io_error_text = kHostile;
  link.evidence.replica.replica.saw({sample_channel(), row}, kAt - 310ms, kAt - 300ms);
  link.evidence.freshness = {6420, kUnknown, 6420, kUnknown, 0, ""};
  link.fresh_at = kAt - 6420s;
  link.cause_since = kAt - 6420s;
  link.maintenance = true;
  link.verdict.cause = link::Cause::tunnel_verify_failed;
  link.verdict.severity = link::Severity::critical;
  using enum link::HopState;
  link.verdict.hops = {unknown, broken, suspect, ok, ok, ok};
  link.verdict.broken_hop = link::Hop::tunnel_server;
  link.verdict.basis = link::Basis::replica_only;
  link.verdict.sentence = "The other end's certificate was refused: expired";
  link.verdict.next = "openssl x509 -enddate -noout -in /etc/grid-security/hostcert.pem";
  link.verdict.evidence = {{"the log names an expired certificate", "CN=" + kHostile, kAt - 20s}};
  link.verdict.ruled_out = {"tunnel_client_down: it listens"};
  link.verdict.alternatives = {link::Cause::tunnel_handshake_failed};
  return link;
}

inline ProbeRecord sample_probe(std::string probe, std::string name) {
  ProbeRecord record;
  record.probe = std::move(probe);
  record.name = std::move(name);
  record.interval = 1s;
  record.looked = record.success = true;
  record.took = 10ms;
  record.last_success = kAt - 300ms;
  return record;
}

inline Snapshot empty_snapshot() {
  Snapshot snapshot;
  snapshot.version = "0.1.0";
  snapshot.started = kWall - 1h;
  snapshot.taken = kAt;
  snapshot.shortest_interval = 1s;
  return snapshot;
}

inline Snapshot full_snapshot() {
  Snapshot snapshot = empty_snapshot();
  snapshot.config_reload_ok = false;
  snapshot.config_error = "replwatch.json:7: links.lfc.sorce: unknown key";
  snapshot.servers = {sample_source(), sample_replica()};
  snapshot.tunnels = {sample_tunnel()};
  snapshot.links = {sample_good_link(), sample_broken_link()};
  for (const char* probe : {"variables", "source", "process_list"})
    snapshot.probes.push_back(sample_probe(probe, "server1"));
  for (const char* probe : {"variables", "replica"})
    snapshot.probes.push_back(sample_probe(probe, "server2"));
  for (const char* probe : {"sockets", "stunnel_log", "stunnel_conf"})
    snapshot.probes.push_back(sample_probe(probe, "mysql"));
  ProbeRecord& denied = snapshot.probes[2];
  denied.success = false;
  denied.failure = Failure{Reason::access_denied, kHostile, 1227};
  denied.failures[static_cast<std::size_t>(Reason::access_denied)] = 5;
  return snapshot;
}

// Everything configured, and no look has ended yet.
inline Snapshot unlooked_snapshot() {
  Snapshot snapshot = full_snapshot();
  for (ProbeRecord& probe : snapshot.probes) {
    const ProbeRecord looked = std::exchange(probe, {});
    probe.probe = looked.probe;
    probe.name = looked.name;
    probe.interval = looked.interval;
  }
  for (ServerRecord& server : snapshot.servers) server.sight = {};
  for (TunnelRecord& tunnel : snapshot.tunnels) tunnel.state = {};
  for (LinkRecord& link : snapshot.links) {
    const LinkRecord known = std::exchange(link, {});
    link.name = known.name;
    link.source = known.source;
    link.replica = known.replica;
    link.tunnel = known.tunnel;
    link.cause_since = kAt - 1s;
  }
  return snapshot;
}

}  // namespace replwatch::testing
