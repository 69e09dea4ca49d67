// Evidence for tests: the healthy link of the manual as its replica's host sees it, and ways to break it.
// Each way changes what one fault changes, and all of it: what the servers say, what the sockets and the log
// show.
#pragma once

#include <string>
#include <utility>

#include "probes/link/evidence.h"
#include "probes/link/verdict.h"

namespace replwatch::link {

using namespace std::chrono_literals;

inline constexpr Instant kNow{100000s};

class Given {
 public:
  Evidence evidence;

  Given() {
    evidence.now = kNow;
    evidence.through_tunnel = evidence.source_via_tunnel = true;
    evidence.replica.variables.saw(variables(2, true), kNow - 510ms, kNow - 500ms);
    evidence.replica.replica.saw({channel()}, kNow - 510ms, kNow - 500ms);
    evidence.source.variables.saw(variables(1, false), kNow - 310ms, kNow - 300ms);
    evidence.source.source.saw(position({1, 5000}), kNow - 310ms, kNow - 300ms);
    evidence.source.connected_since = kNow - 1h;
    evidence.progress = {std::nullopt, kNow - 1h, kNow - 1s, kNow - 1s, kNow - 2s};
    evidence.freshness = {1, 0, 1, 0, 0, ""};
    tunnel::TunnelState& state = evidence.tunnel.emplace();
    state.name = "mysql";
    state.side = tunnel::Side::client;
    state.service.side = tunnel::Side::client;
    state.service.accept = "127.0.0.1:3307";
    state.service.verify = 2;
    state.service.check_host = {"server1.domain.one"};
    state.listener_seen = true;
    state.conf.saw({}, kNow - 1h, kNow - 1h);
    state.log.saw({}, kNow - 200ms, kNow - 200ms);
    tunnel::TunnelSockets sockets;
    sockets.listener.emplace().state = tunnel::TcpState::listen;
    state.sockets.saw(sockets, kNow - 200ms, kNow - 200ms);
  }

  static mysql::Variables variables(std::uint64_t id, bool read_only) {
    mysql::Variables variables;
    variables.version = {mysql::Flavor::mariadb, 10, 11, 19, "10.11.19-MariaDB"};
    variables.server_id = id;
    variables.read_only = read_only;
    variables.binlog_format = "ROW";
    variables.sync_binlog = 1;
    variables.slave_skip_errors = "OFF";
    variables.slave_exec_mode = "STRICT";
    return variables;
  }
  static mysql::ReplicaStatus channel() {
    mysql::ReplicaStatus status;
    status.io = mysql::IoState::running;
    status.sql_running = true;
    status.source_host = "127.0.0.1";
    status.source_port = 3307;
    status.source_log_file = status.executed_log_file = "mysql-bin.000001";
    status.read = status.executed = mysql::Position{1, 5000};
    status.heartbeat_period = 30;
    status.received_heartbeats = 7;
    status.connect_retry = 60;
    status.source_server_id = 1;
    return status;
  }
  static mysql::SourceStatus position(mysql::Position end) {
    mysql::SourceStatus status;
    status.logs = true;
    status.log_file = "mysql-bin.000001";
    status.position = end;
    return status;
  }

  mysql::ReplicaStatus& status() { return evidence.replica.replica.value->front(); }
  tunnel::TunnelState& tunnel() { return *evidence.tunnel; }

  // A link of the sister manual: no stunnel, the agent asks the source itself.
  Given& without_tunnel() {
    evidence.through_tunnel = evidence.source_via_tunnel = false;
    evidence.tunnel.reset();
    return *this;
  }
  Given& source_asked_directly() {
    evidence.source_via_tunnel = false;
    return *this;
  }
  Given& source_not_configured() {
    evidence.source_configured = evidence.source_via_tunnel = false;
    evidence.source = {};
    evidence.freshness = {};
    evidence.freshness.why_unknown = "the source is not sampled";
    return *this;
  }
  Given& sockets_not_seen() {
    tunnel().sockets = {};
    return *this;
  }
  // One look and no more: a plugin's run.
  Given& single_run() {
    evidence.progress = {};
    evidence.freshness = {};
    return *this;
  }

  Given& io_connecting(unsigned error = 0, std::string text = "", Duration since = 20s) {
    status().io = mysql::IoState::connecting;
    status().last_io_error = error;
    status().last_io_error_text = std::move(text);
    evidence.progress.connecting_since = kNow - since;
    evidence.progress.running_since.reset();
    received(since + 1s);
    return *this;
  }
  Given& io_stopped(unsigned error = 0, std::string text = "") {
    io_connecting(error, std::move(text));
    status().io = mysql::IoState::stopped;
    evidence.progress.connecting_since.reset();
    return *this;
  }
  Given& io_refused() { return io_connecting(2003, "error connecting to master: Can't connect (111)"); }
  Given& io_lost_at_handshake() {
    return io_connecting(2013, "Lost connection to server at 'reading initial communication packet'");
  }
  Given& sql_stopped(unsigned error = 0) {
    status().sql_running = false;
    status().last_sql_error = error;
    return *this;
  }
  Given& received(Duration ago) {
    evidence.progress.last_received = kNow - ago;
    evidence.progress.received_after = kNow - ago - 1s;
    return *this;
  }

  Given& source_failed(Reason reason, unsigned times = 3) {
    for (unsigned i = 0; i < times; ++i) {
      const Instant asked = kNow - 3100ms - (times - 1 - i) * 4s;
      evidence.source.variables.failed({reason, "why"}, asked, asked + 3s);
      evidence.source.source.failed({reason, "why"}, asked, asked + 3s);
    }
    return *this;
  }
  Given& source_connected(Duration ago) {
    evidence.source.connected_since = kNow - ago;
    return *this;
  }
  Given& replica_failed(Reason reason) {
    evidence.replica.variables.failed({reason, "why"}, kNow - 200ms, kNow - 100ms);
    evidence.replica.replica.failed({reason, "why"}, kNow - 200ms, kNow - 100ms);
    return *this;
  }
  Given& status_failed(Reason reason) {
    evidence.replica.replica.failed({reason, "why"}, kNow - 200ms, kNow - 100ms);
    return *this;
  }

  Given& listener_gone() {
    tunnel().sockets.value->listener.reset();
    return *this;
  }
  Given& logged(tunnel::EventKind kind, std::string reason = "", Duration ago = 5s) {
    tunnel::Event event;
    event.kind = kind;
    event.reason = std::move(reason);
    event.subject = kind == tunnel::EventKind::verify_failed ? "CN=host/server1.domain.one" : "";
    tunnel().log.value->recent.push_back({event, kNow - ago});
    return *this;
  }
  Given& sign(std::optional<Instant> tunnel::TunnelState::*since, Duration lasting) {
    tunnel().*since = tunnel().sockets.answered - lasting;
    return *this;
  }
  Given& stale(double staleness, double lag = 0) {
    evidence.freshness.staleness = staleness;
    evidence.freshness.lag = lag;
    return *this;
  }
  // The same world, looked at later with no look in between.
  Given& later(Duration passed) {
    evidence.now += passed;
    return *this;
  }
};

}  // namespace replwatch::link
