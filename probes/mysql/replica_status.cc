#include "probes/mysql/replica_status.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "probes/mysql/columns.h"
#include "probes/text.h"

namespace replwatch::mysql {
namespace {

// Old servers have no "Connecting": before 5.0.12 the column says Yes as soon as the thread runs, and up
// to 5.1 No until it is connected. A thread that is not there has no state, so the state tells.
bool is_still_connecting(std::string_view io_state) {
  constexpr std::string_view kStates[] = {"Connecting to ", "Reconnecting after ",
                                          "Waiting to reconnect after "};
  return std::ranges::any_of(kStates, [&](std::string_view state) { return io_state.starts_with(state); });
}

IoState parse_io_state(std::string_view running, std::string_view io_state) {
  if (equal_ignoring_case(running, "Connecting") || is_still_connecting(io_state)) return IoState::connecting;
  return equal_ignoring_case(running, "Yes") ? IoState::running : IoState::stopped;
}

void read_connection(RowReader& row, ReplicaStatus& status) {
  status.channel = row.text_or_empty("Connection_name");
  status.source_host = row.text_or_empty("Master_Host");
  status.source_port = row.number<std::uint16_t>("Master_Port").value_or(0);
  status.source_user = row.text_or_empty("Master_User");
  status.source_server_id = row.number<std::uint64_t>("Master_Server_Id").value_or(0);
  status.source_uuid = row.text_or_empty("Master_UUID");
  status.source_tls = row.says_yes("Master_SSL_Allowed");
  status.connect_retry = row.number<std::uint64_t>("Connect_Retry");
  status.heartbeat_period = row.number<double>("Slave_heartbeat_period");
  status.received_heartbeats = row.number<std::uint64_t>("Slave_received_heartbeats");
}

void read_threads(RowReader& row, ReplicaStatus& status) {
  status.io_state = row.text_or_empty("Slave_IO_State");
  status.sql_state = row.text_or_empty("Slave_SQL_Running_State");
  status.io = parse_io_state(row.required("Slave_IO_Running"), status.io_state);
  row.required("Slave_SQL_Running");
  status.sql_running = row.says_yes("Slave_SQL_Running");
  status.last_io_error = row.number<unsigned>("Last_IO_Errno").value_or(0);
  status.last_io_error_text = row.text_or_empty("Last_IO_Error");
  status.last_sql_error = row.number<unsigned>("Last_SQL_Errno").value_or(0);
  status.last_sql_error_text = row.text_or_empty("Last_SQL_Error");
  status.reported_lag = row.number<std::uint64_t>("Seconds_Behind_Master");
  status.sql_delay = row.number<std::uint64_t>("SQL_Delay");
  status.sql_remaining_delay = row.number<std::uint64_t>("SQL_Remaining_Delay");
  status.skip_counter = row.number<std::uint64_t>("Skip_Counter").value_or(0);
}

std::optional<Position> position(std::string_view file, std::optional<std::uint64_t> offset) {
  const std::optional<std::uint64_t> number = parse_log_file_number(file);
  if (!number || !offset) return std::nullopt;
  return Position{*number, *offset};
}

void read_positions(RowReader& row, ReplicaStatus& status) {
  status.source_log_file = row.text_or_empty("Master_Log_File");
  status.read = position(status.source_log_file, row.number<std::uint64_t>("Read_Master_Log_Pos"));
  status.executed_log_file = row.text_or_empty("Relay_Master_Log_File");
  status.executed = position(status.executed_log_file, row.number<std::uint64_t>("Exec_Master_Log_Pos"));
  status.relay_log_bytes = row.number<std::uint64_t>("Relay_Log_Space");
  status.gtid_io_pos = row.text_or_empty("Gtid_IO_Pos");
  status.retrieved_gtid_set = row.text_or_empty("Retrieved_Gtid_Set");
  status.executed_gtid_set = row.text_or_empty("Executed_Gtid_Set");
  status.using_gtid = row.text_or_empty("Using_Gtid");
  if (row.text("Auto_Position") == "1") status.using_gtid = "Auto_Position";
}

void read_filters(RowReader& row, ReplicaStatus& status) {
  constexpr std::string_view kOthers[] = {"Replicate_Do_Table",      "Replicate_Ignore_Table",
                                          "Replicate_Wild_Do_Table", "Replicate_Wild_Ignore_Table",
                                          "Replicate_Rewrite_DB",    "Replicate_Ignore_Server_Ids",
                                          "Replicate_Do_Domain_Ids", "Replicate_Ignore_Domain_Ids"};
  status.do_db = split_names(row.text("Replicate_Do_DB").value_or(""));
  status.ignore_db = split_names(row.text("Replicate_Ignore_DB").value_or(""));
  status.other_filters = std::ranges::any_of(
      kOthers, [&](std::string_view name) { return !trim(row.text(name).value_or("")).empty(); });
}

}  // namespace

Result<std::vector<ReplicaStatus>> parse_replica_status(const Table& table) {
  std::vector<ReplicaStatus> channels;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    RowReader row(table, i);
    ReplicaStatus status;
    read_connection(row, status);
    read_threads(row, status);
    read_positions(row, status);
    read_filters(row, status);
    if (row.failure()) return *row.failure();
    channels.push_back(std::move(status));
  }
  return channels;
}

}  // namespace replwatch::mysql
