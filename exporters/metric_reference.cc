#include "exporters/metric_reference.h"

#include "exporters/metrics.h"

namespace replwatch::exporters {

namespace {

constexpr std::string_view kReplica = "SHOW SLAVE STATUS", kSource = "SHOW MASTER STATUS",
                           kThreads = "SHOW PROCESSLIST", kLog = "stunnel.log", kSockets = "netstat -tapn";

constexpr ManualRow kManual[]{
    {kReplica, "Slave_IO_State", "replwatch_replica_io_state", "as running, connecting or stopped"},
    {kReplica, "Slave_IO_Running", "replwatch_replica_io_state", ""},
    {kReplica, "Slave_SQL_Running", "replwatch_replica_sql_running", ""},
    {kReplica, "Master_Log_File", "replwatch_replica_read_file_number", "the number at its end"},
    {kReplica, "Read_Master_Log_Pos", "replwatch_replica_read_position_bytes", ""},
    {kReplica, "Relay_Master_Log_File", "replwatch_replica_executed_file_number", "the number at its end"},
    {kReplica, "Exec_Master_Log_Pos", "replwatch_replica_executed_position_bytes", ""},
    {kReplica, "Relay_Log_Space", "replwatch_replica_relay_log_bytes", ""},
    {kReplica, "Seconds_Behind_Master", "replwatch_replica_reported_lag_seconds",
     "0 is no proof of health: trust replwatch_link_staleness_seconds"},
    {kReplica, "SQL_Delay", "replwatch_replica_sql_delay_seconds", ""},
    {kReplica, "Last_IO_Errno", "replwatch_replica_last_io_error_number", ""},
    {kReplica, "Last_SQL_Errno", "replwatch_replica_last_sql_error_number", ""},
    {kReplica, "Master_Port", "replwatch_tunnel_listening",
     "whether something listens where the replica connects"},
    {kSource, "File", "replwatch_source_binlog_file_number", "the number at its end"},
    {kSource, "Position", "replwatch_source_binlog_position_bytes", ""},
    {kSource, "Binlog_Do_DB, Binlog_Ignore_DB", "replwatch_link_finding",
     "finding filter_mismatch or filter_drops_writes"},
    {kThreads, "Binlog Dump (on the MASTER)", "replwatch_source_dump_threads", ""},
    {kThreads, "system user (on the SLAVE)", "replwatch_server_threads", "kinds io, sql and worker"},
    {kSockets, "LISTEN", "replwatch_tunnel_listening", ""},
    {kSockets, "ESTABLISHED", "replwatch_tunnel_connections", "state established"},
    {kLog, "connected from", "replwatch_tunnel_accepted_total", ""},
    {kLog, "VERIFY OK: depth=0", "replwatch_tunnel_verify_total", "result ok"},
    {kLog, "VERIFY ERROR", "replwatch_tunnel_verify_total", "every other result"},
};

std::string cell(std::string_view text) {
  std::string written;
  for (const char c : text) written += c == '|' ? std::string("\\|") : std::string(1, c);
  return written;
}

std::string line(std::initializer_list<std::string> cells) {
  std::string written = "|";
  for (const std::string& one : cells) written += one.empty() ? " |" : " " + one + " |";
  return written + "\n";
}

std::string quoted(std::string_view code) { return "`" + cell(code) + "`"; }

std::string labels_of(const Metric& row) {
  std::string labels;
  for (std::size_t at = 0; at < row.label_names.count; ++at)
    labels += (at ? ", " : "") + quoted(row.label_names.names[at]);
  return labels;
}

std::string group_table(const MetricGroup& group) {
  std::string table =
      "\n## " + std::string(group.name) + "\n\n| metric | type | labels | meaning |\n|---|---|---|---|\n";
  for (const Metric& row : group.rows)
    table += line({quoted(row.name), row.type == MetricType::counter ? "counter" : "gauge", labels_of(row),
                   cell(row.help)});
  return table;
}

}  // namespace

std::span<const ManualRow> manual_rows() { return kManual; }

std::string metric_reference() {
  std::string text =
      "# Metrics of replwatch\n\n"
      "Every series of a configured thing exists from the first scrape on. A gauge whose value is not known, "
      "or was\n"
      "seen too long ago, is NaN; a counter holds its value.\n";
  for (const MetricGroup& group : metric_groups()) text += group_table(group);
  text +=
      "\n## Where to find what MAN06 looks at\n\n| in MAN06 | there | metric | note |\n|---|---|---|---|\n";
  for (const ManualRow& row : kManual)
    text += line({quoted(row.where), quoted(row.what), quoted(row.metric), cell(row.note)});
  return text;
}

}  // namespace replwatch::exporters
