// Where a source's binary log ends, from the statement that takes no binlog lock where the flavor has one
// (MariaDB: SHOW GLOBAL STATUS LIKE 'binlog_snapshot_%'), else from SHOW MASTER / BINARY LOG STATUS.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "probes/mysql/position.h"
#include "probes/mysql/table.h"
#include "probes/result.h"

namespace replwatch::mysql {

struct SourceStatus {
  bool logs = false;  // false: the server writes no binary log, it cannot be a source
  std::string log_file;
  std::optional<Position> position;
  std::vector<std::string> do_db, ignore_db;  // only SHOW MASTER / BINARY LOG STATUS tells; else empty
  bool filters_known = false;
  std::string executed_gtid_set;  // MySQL

  bool operator==(const SourceStatus&) const = default;
};

// Takes either shape: rows of (Variable_name, Value), or one row with File and Position (none: no log).
Result<SourceStatus> parse_source_status(const Table& table);

}  // namespace replwatch::mysql
