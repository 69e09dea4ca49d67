// Sights for the tests of check_mysql_replica: a healthy MAN06 replica, and ways to break it.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "nagios/replica_check.h"
#include "nagios/replica_sight.h"

namespace replwatch::nagios {

inline constexpr Instant kThen{std::chrono::seconds(1000)};
inline constexpr Duration kMillisecond = std::chrono::milliseconds(1);

inline mysql::Version sample_version() {
  mysql::Version version;
  version.major = 10;
  version.minor = 11;
  version.patch = 19;
  version.text = "10.11.19-MariaDB";
  return version;
}

inline mysql::ReplicaStatus sample_status(std::string channel = "", std::string host = "server1.domain.one") {
  mysql::ReplicaStatus status;
  status.channel = std::move(channel);
  status.source_host = std::move(host);
  status.source_port = 3306;
  status.io = mysql::IoState::running;
  status.sql_running = true;
  status.source_log_file = status.executed_log_file = "mysql-bin.000042";
  status.read = status.executed = mysql::Position{42, 5000};
  status.relay_log_bytes = 8192;
  status.reported_lag = 0;
  status.source_server_id = 1;
  return status;
}

inline ReplicaSight sample_sight(std::vector<mysql::ReplicaStatus> channels = {sample_status()}) {
  ReplicaSight sight;
  sight.now = kThen + 12 * kMillisecond;
  sight.took = 12 * kMillisecond;
  sight.address = "server2.domain.two:3306";
  sight.version = sample_version();
  mysql::Variables variables;
  variables.version = sample_version();
  variables.server_id = 2;
  variables.read_only = true;
  sight.replica.variables.saw(variables, kThen, kThen + 10 * kMillisecond);
  sight.replica.replica.saw(std::move(channels), kThen, kThen + 11 * kMillisecond);
  return sight;
}

// A look that ended without a connection.
inline ReplicaSight unseen_sight(Failure failure) {
  ReplicaSight sight;
  sight.now = kThen + 12 * kMillisecond;
  sight.took = 12 * kMillisecond;
  sight.address = "server2.domain.two:3306";
  sight.replica.variables.failed(failure, kThen, sight.now);
  sight.replica.replica.failed(failure, kThen, sight.now);
  return sight;
}

// With a source whose log ends at 42:9000, asked 100 ms before the replica; how far the replica got is in
// `delivery`.
inline ReplicaSight compared_sight(mysql::ReplicaStatus status, Delivery delivery) {
  ReplicaSight sight = sample_sight({std::move(status)});
  sight.source_address = "server1.domain.one:3306";
  sight.source_version = sample_version();
  mysql::Variables variables;
  variables.version = sample_version();
  variables.server_id = 1;
  sight.source.variables.saw(variables, kThen - 100 * kMillisecond, kThen - 90 * kMillisecond);
  mysql::SourceStatus source;
  source.logs = true;
  source.log_file = "mysql-bin.000042";
  source.position = mysql::Position{42, 9000};
  sight.source.source.saw(source, kThen - 100 * kMillisecond, kThen - 90 * kMillisecond);
  delivery.target = *source.position;
  sight.delivery = std::move(delivery);
  return sight;
}

inline ReplicaThresholds sample_thresholds() {
  return {*parse_range("60"), *parse_range("300"), std::nullopt, std::nullopt, std::nullopt};
}

}  // namespace replwatch::nagios
