// What a server is told about keeping its logs: when binary logs are purged, how much relay log it may hold,
// and in which folders they lie. A setting that the version does not have is empty.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "probes/mysql/table.h"
#include "probes/result.h"

namespace replwatch::mysql {

struct LogSettings {
  std::optional<double> expire;              // seconds after a file's last write; 0 = never by age
  std::optional<std::uint64_t> total_limit;  // bytes of binary logs together (MariaDB 11.4); 0 = none
  std::optional<std::uint64_t> file_limit;   // bytes at which a binary log is ended
  std::optional<std::uint64_t> relay_limit;  // bytes of relay logs of one channel; 0 = none
  std::string binlog_folder, relay_folder;   // on the server's own host; "" when not told

  bool operator==(const LogSettings&) const = default;
};

// Rows of (Variable_name, Value).
Result<LogSettings> parse_log_settings(const Table& table);

}  // namespace replwatch::mysql
