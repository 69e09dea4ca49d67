// One replication channel as its replica reports it: a row of SHOW (ALL) SLAVES / REPLICA STATUS, whatever
// the version calls its columns. All rows of an answer or none: one malformed field refuses the whole answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probes/mysql/position.h"
#include "probes/mysql/table.h"
#include "probes/result.h"

namespace replwatch::mysql {

// Any value of Slave_IO_Running other than Yes and Connecting counts as stopped, unless Slave_IO_State says
// that it is connecting: servers before MySQL 5.5 have no such value.
enum class IoState { running, connecting, stopped };

struct ReplicaStatus {
  std::string channel;  // MariaDB: Connection_name, MySQL: Channel_Name; "" is the default one
  std::string source_host;
  std::uint16_t source_port = 0;
  std::string source_user;
  IoState io = IoState::stopped;
  bool sql_running = false;
  std::string io_state;         // Slave_IO_State, verbatim
  std::string sql_state;        // Slave_SQL_Running_State (Slave_SQL_State), verbatim; "" where there is none
  std::string source_log_file;  // what the IO thread reads, as named by the source
  std::optional<Position> read;  // Master_Log_File, Read_Master_Log_Pos
  std::string executed_log_file;
  std::optional<Position> executed;                  // Relay_Master_Log_File, Exec_Master_Log_Pos
  std::optional<std::uint64_t> relay_log_bytes;      // Relay_Log_Space
  std::optional<std::uint64_t> reported_lag;         // Seconds_Behind_Master, seconds; empty = NULL
  std::optional<std::uint64_t> sql_delay;            // seconds; empty where the version has none
  std::optional<std::uint64_t> sql_remaining_delay;  // seconds
  unsigned last_io_error = 0;                        // number; 0 = none
  unsigned last_sql_error = 0;
  std::string last_io_error_text;  // verbatim; may hold user data: local use only
  std::string last_sql_error_text;
  std::uint64_t source_server_id = 0;                 // 0 = not known
  std::string source_uuid;                            // MySQL only
  std::string gtid_io_pos;                            // MariaDB
  std::string retrieved_gtid_set, executed_gtid_set;  // MySQL
  std::string using_gtid;  // MariaDB: No, Slave_Pos, Current_Pos; MySQL: "Auto_Position" when on
  std::vector<std::string> do_db, ignore_db;  // Replicate_Do_DB, Replicate_Ignore_DB
  bool other_filters = false;                 // any table, wild, rewrite, domain or server id filter
  std::uint64_t skip_counter = 0;
  std::optional<double> heartbeat_period;  // seconds
  std::optional<std::uint64_t> received_heartbeats;
  std::optional<std::uint64_t> connect_retry;  // seconds
  bool source_tls = false;

  bool operator==(const ReplicaStatus&) const = default;
};

// An empty table is an empty vector: the server is no replica.
Result<std::vector<ReplicaStatus>> parse_replica_status(const Table& table);

}  // namespace replwatch::mysql
