// The server variables that a verdict on replication needs; a variable that the version does not have is
// empty.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "probes/mysql/flavor.h"
#include "probes/mysql/table.h"
#include "probes/result.h"

namespace replwatch::mysql {

struct Variables {
  Version version;
  std::uint64_t server_id = 0;
  std::string server_uuid;  // MySQL only
  std::string hostname;     // the server's own name for its host
  bool read_only = false;
  std::optional<bool> super_read_only;  // MySQL only
  std::string binlog_format;
  std::optional<std::uint64_t> sync_binlog;
  std::optional<double> slave_net_timeout;  // seconds
  std::string slave_skip_errors;            // "OFF" when none
  std::string slave_exec_mode;
  std::optional<std::uint64_t> parallel_threads;
  std::string gtid_binlog_pos, gtid_slave_pos, gtid_current_pos;  // MariaDB
  std::uint64_t connection_id = 0;                                // of the connection that asked

  bool operator==(const Variables&) const = default;
};

// One row whose column names are the names in the statement table (probes/mysql/statements.h), or rows of
// (Variable_name, Value), which cannot tell the connection's id: it is 0 then.
Result<Variables> parse_variables(const Table& table);

}  // namespace replwatch::mysql
