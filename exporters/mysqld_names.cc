#include "exporters/mysqld_names.h"

#include <prometheus/metric_family.h>

#include <algorithm>

#include "probes/text.h"

namespace replwatch::exporters {

namespace {

using mysql::ReplicaStatus;

template <class T>
double number(const std::optional<T>& value) {
  return value ? static_cast<double>(*value) : kUnknown;
}

struct Series {
  const char* name;  // without the prefix; the server's column in lower case
  double (*read)(const ReplicaStatus&);
};

// mysqld_exporter makes 0 of Connecting as well as of No.
constexpr Series kSeries[] = {
    {"connect_retry", [](const ReplicaStatus& row) { return number(row.connect_retry); }},
    {"exec_master_log_pos",
     [](const ReplicaStatus& row) {
       return row.executed ? static_cast<double>(row.executed->offset) : kUnknown;
     }},
    {"last_errno", [](const ReplicaStatus& row) { return static_cast<double>(row.last_sql_error); }},
    {"last_io_errno", [](const ReplicaStatus& row) { return static_cast<double>(row.last_io_error); }},
    {"last_sql_errno", [](const ReplicaStatus& row) { return static_cast<double>(row.last_sql_error); }},
    {"master_port", [](const ReplicaStatus& row) { return static_cast<double>(row.source_port); }},
    {"master_server_id", [](const ReplicaStatus& row) { return static_cast<double>(row.source_server_id); }},
    {"master_ssl_allowed", [](const ReplicaStatus& row) { return row.source_tls ? 1.0 : 0.0; }},
    {"read_master_log_pos",
     [](const ReplicaStatus& row) { return row.read ? static_cast<double>(row.read->offset) : kUnknown; }},
    {"relay_log_space", [](const ReplicaStatus& row) { return number(row.relay_log_bytes); }},
    {"seconds_behind_master", [](const ReplicaStatus& row) { return number(row.reported_lag); }},
    {"skip_counter", [](const ReplicaStatus& row) { return static_cast<double>(row.skip_counter); }},
    {"slave_heartbeat_period", [](const ReplicaStatus& row) { return number(row.heartbeat_period); }},
    {"slave_io_running",
     [](const ReplicaStatus& row) { return row.io == mysql::IoState::running ? 1.0 : 0.0; }},
    {"slave_received_heartbeats", [](const ReplicaStatus& row) { return number(row.received_heartbeats); }},
    {"slave_sql_running", [](const ReplicaStatus& row) { return row.sql_running ? 1.0 : 0.0; }},
    {"sql_delay", [](const ReplicaStatus& row) { return number(row.sql_delay); }},
    {"sql_remaining_delay", [](const ReplicaStatus& row) { return number(row.sql_remaining_delay); }},
};

// The four labels are on every series; one of the two names of a channel is always empty.
prometheus::ClientMetric labelled(const ServerRecord& server, const ReplicaStatus& row, bool name_server) {
  const auto& variables = server.sight.variables.value;
  const bool mysql = variables && variables->version.flavor == mysql::Flavor::mysql;
  prometheus::ClientMetric metric;
  metric.label = {{"channel_name", mysql ? valid_utf8(row.channel) : ""},
                  {"connection_name", mysql ? "" : valid_utf8(row.channel)},
                  {"master_host", valid_utf8(row.source_host)},
                  {"master_uuid", valid_utf8(row.source_uuid)}};
  if (name_server) metric.label.push_back({"server", server.name});
  return metric;
}

}  // namespace

std::vector<prometheus::MetricFamily> mysqld_families(const View& view) {
  const auto& servers = view.snapshot().servers;
  const bool several = std::ranges::count_if(servers, &ServerRecord::is_replica) > 1;
  std::vector<prometheus::MetricFamily> families;
  for (const Series& series : kSeries) {
    prometheus::MetricFamily family;
    family.name = std::string("mysql_slave_status_") + series.name;
    family.help = "Generic metric from SHOW SLAVE STATUS.";
    family.type = prometheus::MetricType::Untyped;
    for (const ServerRecord& server : servers) {
      if (!server.is_replica || !server.sight.replica.value) continue;
      const bool fresh = view.fresh(server.sight.replica, "replica", server.name) != nullptr;
      for (const ReplicaStatus& row : *server.sight.replica.value) {
        family.metric.push_back(labelled(server, row, several));
        family.metric.back().untyped.value = fresh ? series.read(row) : kUnknown;
      }
    }
    if (!family.metric.empty()) families.push_back(std::move(family));
  }
  return families;
}

}  // namespace replwatch::exporters
