// Every state that check_mysql_replica can tell: the sight it is made of, and its golden file's name.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "nagios/outcome.h"
#include "tests/unit/nagios/sample_sight.h"

namespace replwatch::nagios {

using mysql::IoState;
using mysql::Position;

inline ReplicaSight broken(const std::function<void(mysql::ReplicaStatus&)>& damage) {
  mysql::ReplicaStatus status = sample_status();
  damage(status);
  return sample_sight({status});
}

inline ReplicaSight io_trouble(IoState io, unsigned number, std::string text,
                               std::string host = "server1.domain.one") {
  mysql::ReplicaStatus status = sample_status("", std::move(host));
  status.io = io;
  status.last_io_error = number;
  status.last_io_error_text = std::move(text);
  status.reported_lag.reset();
  return sample_sight({status});
}

inline ReplicaSight sql_error() {
  return broken([](auto& status) {
    status.sql_running = false;
    status.reported_lag.reset();
    status.executed = Position{42, 4000};
    status.last_sql_error = 1062;
    status.last_sql_error_text =
        "Error 'Duplicate entry '7' for key 'PRIMARY'' on query. Query: 'INSERT INTO t |\n'";
  });
}

inline ReplicaSight denied() {
  ReplicaSight sight = sample_sight();
  sight.account = "nagios@10.0.0.%";
  sight.replica.replica = {};
  sight.replica.replica.failed(
      {Reason::access_denied, "Access denied; you need (at least one of) the SLAVE MONITOR privilege(s)",
       1227},
      kThen, kThen + 11 * kMillisecond);
  return sight;
}

inline ReplicaSight hanging() {
  ReplicaSight sight = sample_sight();
  sight.replica.replica = {};
  sight.replica.replica.failed({Reason::timed_out, "read: no answer within the deadline"}, kThen,
                               kThen + std::chrono::seconds(9));
  sight.replica.replica_status_hangs = true;
  return sight;
}

inline Delivery behind(Position first, Position last, Position executed) {
  Delivery delivery;
  delivery.first_read = first;
  delivery.read = last;
  delivery.executed = executed;
  delivery.watched = std::chrono::milliseconds(2900);
  return delivery;
}

inline Delivery delivered() {
  Delivery delivery = behind({42, 8000}, {42, 9000}, {42, 9000});
  delivery.taken = std::chrono::milliseconds(310);
  return delivery;
}

inline ReplicaSight source_failed(Failure failure) {
  ReplicaSight sight = compared_sight(sample_status(), {});
  sight.delivery.reset();
  sight.source = {};
  sight.source_version.reset();
  sight.source.variables.failed(failure, kThen - 50 * kMillisecond, kThen);
  sight.source.source.failed(failure, kThen - 50 * kMillisecond, kThen);
  return sight;
}

inline ReplicaSight source_of_another_link() {
  ReplicaSight sight = compared_sight(sample_status(), {});
  sight.delivery.reset();
  sight.source.variables.value->server_id = 77;
  return sight;
}

inline ReplicaSight source_without_log() {
  ReplicaSight sight = compared_sight(sample_status(), {});
  sight.delivery.reset();
  sight.source.source.value = mysql::SourceStatus{};
  return sight;
}

inline std::vector<mysql::ReplicaStatus> two_channels() {
  return {sample_status(), sample_status("voms", "server3.domain.one")};
}

inline std::vector<mysql::ReplicaStatus> one_of_two_stopped() {
  auto channels = two_channels();
  channels[1].sql_running = false;
  channels[1].reported_lag.reset();
  return channels;
}

inline ReplicaThresholds only(std::string channel) {
  ReplicaThresholds thresholds = sample_thresholds();
  thresholds.channel = std::move(channel);
  return thresholds;
}

inline ReplicaThresholds with_bytes() {
  ReplicaThresholds thresholds = sample_thresholds();
  thresholds.warning_bytes = *parse_range("1000");
  thresholds.critical_bytes = *parse_range("4000");
  return thresholds;
}

struct ReplicaState {
  std::string_view name;
  State state;
  ReplicaSight sight;
  ReplicaThresholds thresholds = sample_thresholds();
  unsigned verbosity = 0;
};

inline std::vector<ReplicaState> replica_states() {
  return {
      {"ok", State::ok, sample_sight()},
      {"ok_in_detail", State::ok, sample_sight(), sample_thresholds(), 1},
      {"ok_delayed_on_purpose", State::ok, broken([](auto& s) { s.reported_lag = 350, s.sql_delay = 300; })},
      {"lag_warning", State::warning, broken([](auto& s) { s.reported_lag = 75; })},
      {"lag_critical", State::critical, broken([](auto& s) { s.reported_lag = 301; })},
      {"lag_unknown", State::unknown, broken([](auto& s) { s.reported_lag.reset(); })},
      {"sql_thread_stopped", State::critical,
       broken([](auto& s) { s.sql_running = false, s.reported_lag.reset(); })},
      {"sql_thread_error", State::critical, sql_error()},
      {"sql_thread_error_in_detail", State::critical, sql_error(), sample_thresholds(), 1},
      {"io_thread_stopped", State::critical, io_trouble(IoState::stopped, 0, "")},
      {"io_thread_error", State::critical, io_trouble(IoState::stopped, 1595, "Relay log write failure")},
      {"binlog_purged", State::critical,
       io_trouble(IoState::stopped, 1236,
                  "Got fatal error 1236: 'Could not find first log file name in index'")},
      {"duplicate_server_id", State::critical,
       io_trouble(IoState::stopped, 1593, "master and slave have equal MySQL server ids")},
      {"connecting", State::critical, io_trouble(IoState::connecting, 0, "", "127.0.0.1")},
      {"connecting_lost", State::critical,
       io_trouble(IoState::connecting, 2013, "Lost connection at 'reading initial communication packet'",
                  "127.0.0.1")},
      {"source_down", State::critical,
       io_trouble(IoState::connecting, 2003, "Can't connect to server on 'server1.domain.one' (111)")},
      {"tunnel_client_down", State::critical,
       io_trouble(IoState::connecting, 2003, "Can't connect to server on '127.0.0.1' (111)", "127.0.0.1")},
      {"source_unreachable", State::critical,
       io_trouble(IoState::connecting, 2003, "Can't connect to server on 'server1.domain.one' (110)")},
      {"source_refused_login", State::critical,
       io_trouble(IoState::connecting, 1045,
                  "Access denied for user 'db_rep'@'10.0.0.2' (using password: YES)")},
      {"source_too_busy", State::critical, io_trouble(IoState::connecting, 1040, "Too many connections")},
      {"replica_not_configured", State::critical, sample_sight({})},
      {"channel_not_configured", State::critical, sample_sight(), only("voms")},
      {"replica_down", State::critical,
       unseen_sight({Reason::refused, "Can't connect to server on 'server2.domain.two' (111)", 2003})},
      {"replica_unresponsive", State::critical,
       unseen_sight({Reason::timed_out, "connect: no answer within the deadline"})},
      {"replica_unresolved", State::critical,
       unseen_sight({Reason::unresolved, "server2.domain.two: no address"})},
      {"replica_unreachable", State::critical,
       unseen_sight({Reason::unreachable, "Can't connect to server on 'server2.domain.two' (113)", 2003})},
      {"replica_lost", State::critical, unseen_sight({Reason::connection_lost, "Lost connection", 2013})},
      {"receive_blocked", State::critical, hanging()},
      {"login_refused", State::unknown,
       unseen_sight({Reason::login_refused, "Access denied for user 'nagios'@'localhost'", 1045})},
      {"option_file_missing", State::unknown,
       unseen_sight({Reason::unreadable, "/etc/nagios4/replwatch.cnf: No such file or directory", 2})},
      {"monitor_crowded_out", State::unknown,
       unseen_sight({Reason::crowded_out, "Too many connections", 1040})},
      {"monitor_denied", State::unknown, denied()},
      {"two_channels", State::ok, sample_sight(two_channels())},
      {"two_channels_one_stopped", State::critical, sample_sight(one_of_two_stopped())},
      {"named_channel_stopped", State::critical, sample_sight(one_of_two_stopped()), only("voms")},
      {"named_channel_well_beside_a_stopped_one", State::ok, sample_sight(one_of_two_stopped()), only("")},
      {"delivered", State::ok, compared_sight(sample_status(), delivered())},
      {"delivery_stalled", State::critical,
       compared_sight(sample_status(), behind({42, 5000}, {42, 5000}, {42, 5000}))},
      {"delivery_behind", State::ok,
       compared_sight(sample_status(), behind({42, 5000}, {42, 6000}, {42, 5500}))},
      {"delivery_behind_in_bytes", State::warning,
       compared_sight(sample_status(), behind({42, 5000}, {42, 6000}, {42, 5500})), with_bytes()},
      {"delivery_files_behind", State::unknown,
       compared_sight(sample_status(), behind({40, 5000}, {40, 6000}, {40, 5500})), with_bytes()},
      {"source_silent", State::critical,
       source_failed({Reason::timed_out, "connect: no answer within the deadline"})},
      {"source_refused", State::critical,
       source_failed({Reason::refused, "Can't connect to server (111)", 2003})},
      {"source_login_refused", State::warning,
       source_failed({Reason::login_refused, "Access denied for user 'nagios'@'server9'", 1045})},
      {"source_of_another_link", State::unknown, source_of_another_link()},
      {"source_without_log", State::critical, source_without_log()},
  };
}

}  // namespace replwatch::nagios
