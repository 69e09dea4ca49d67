#include "exporters/link_reading.h"
#include "exporters/metric_emit.h"
#include "exporters/metric_lint.h"

namespace replwatch::exporters {

namespace {

using mysql::ReplicaStatus;

template <auto Read>
void per_channel(const View& view, std::vector<Sample>& samples) {
  for (const LinkRecord& link : view.snapshot().links) {
    const auto* row = channel_of(link, view).row;
    samples.push_back({row ? Read(*row) : kUnknown, {link.name}});
  }
}

template <class T>
double number(const std::optional<T>& value) {
  return value ? static_cast<double>(*value) : kUnknown;
}

void io_state(const View& view, std::vector<Sample>& samples) {
  constexpr std::array<std::string_view, 3> kStates{"running", "connecting", "stopped"};
  for (const LinkRecord& link : view.snapshot().links) {
    const auto* row = channel_of(link, view).row;
    for (std::size_t state = 0; state < kStates.size(); ++state)
      samples.push_back({row ? as_number(static_cast<std::size_t>(row->io) == state) : kUnknown,
                         {link.name, std::string(kStates[state])}});
  }
}

double configured(const LinkRecord& link, const View& view) {
  const ChannelReading channel = channel_of(link, view);
  return channel.known ? as_number(channel.row) : kUnknown;
}

double sql_running(const ReplicaStatus& row) { return as_number(row.sql_running); }
double reported_lag(const ReplicaStatus& row) { return number(row.reported_lag); }
double read_file(const ReplicaStatus& row) {
  return row.read ? static_cast<double>(row.read->file) : kUnknown;
}
double read_position(const ReplicaStatus& row) {
  return row.read ? static_cast<double>(row.read->offset) : kUnknown;
}
double executed_file(const ReplicaStatus& row) {
  return row.executed ? static_cast<double>(row.executed->file) : kUnknown;
}
double executed_position(const ReplicaStatus& row) {
  return row.executed ? static_cast<double>(row.executed->offset) : kUnknown;
}
double relay_log(const ReplicaStatus& row) { return number(row.relay_log_bytes); }
double sql_delay(const ReplicaStatus& row) { return number(row.sql_delay); }
double io_error(const ReplicaStatus& row) { return row.last_io_error; }
double sql_error(const ReplicaStatus& row) { return row.last_sql_error; }

using enum MetricType;
constexpr Metric kRows[]{
    Metric{"replwatch_replica_configured",
           gauge,
           Unit::none,
           "configured",
           "1 when the replica has this channel, 0 when it has none",
           {"link"},
           per_link<configured>},
    Metric{"replwatch_replica_io_state",
           gauge,
           Unit::none,
           "io_state",
           "1 for the state that the IO thread is in, 0 for the others",
           {"link", "state"},
           io_state},
    Metric{"replwatch_replica_sql_running",
           gauge,
           Unit::none,
           "sql_running",
           "1 when the SQL thread runs, 0 when it is stopped",
           {"link"},
           per_channel<sql_running>},
    Metric{"replwatch_replica_reported_lag_seconds",
           gauge,
           Unit::seconds,
           "reported_lag",
           "What the replica says of its lag; 0 is no proof of health, see link_staleness_seconds",
           {"link"},
           per_channel<reported_lag>},
    Metric{"replwatch_replica_read_file_number",
           gauge,
           Unit::none,
           "read_file",
           "Number of the source's binary log file that the IO thread reads",
           {"link"},
           per_channel<read_file>},
    Metric{"replwatch_replica_read_position_bytes",
           gauge,
           Unit::bytes,
           "read_position",
           "Where in that file the IO thread is",
           {"link"},
           per_channel<read_position>},
    Metric{"replwatch_replica_executed_file_number",
           gauge,
           Unit::none,
           "executed_file",
           "Number of the source's binary log file that the SQL thread executes",
           {"link"},
           per_channel<executed_file>},
    Metric{"replwatch_replica_executed_position_bytes",
           gauge,
           Unit::bytes,
           "executed_position",
           "Up to where in that file the SQL thread has executed",
           {"link"},
           per_channel<executed_position>},
    Metric{"replwatch_replica_relay_log_bytes",
           gauge,
           Unit::bytes,
           "relay_log",
           "Size of all relay logs together",
           {"link"},
           per_channel<relay_log>},
    Metric{"replwatch_replica_sql_delay_seconds",
           gauge,
           Unit::seconds,
           "sql_delay",
           "Delay that the SQL thread is told to keep",
           {"link"},
           per_channel<sql_delay>},
    Metric{"replwatch_replica_last_io_error_number",
           gauge,
           Unit::none,
           "io_error",
           "Number of the IO thread's last error, 0 when there is none",
           {"link"},
           per_channel<io_error>},
    Metric{"replwatch_replica_last_sql_error_number",
           gauge,
           Unit::none,
           "sql_error",
           "Number of the SQL thread's last error, 0 when there is none",
           {"link"},
           per_channel<sql_error>},
};
static_assert(well_named(kRows));

}  // namespace

std::span<const Metric> replica_metrics() { return kRows; }

}  // namespace replwatch::exporters
