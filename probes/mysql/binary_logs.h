// The binary log files that a source still has, with their sizes, and how many bytes lie between two places.
#pragma once

#include <cstdint>
#include <vector>

#include "probes/mysql/position.h"
#include "probes/mysql/table.h"
#include "probes/result.h"

namespace replwatch::mysql {

struct LogFileSize {
  std::uint64_t file = 0;   // 42 of "mysql-bin.000042"
  std::uint64_t bytes = 0;  // of the newest file only what it held when the server was asked

  bool operator==(const LogFileSize&) const = default;
};

// SHOW BINARY LOGS, oldest first. All files or none: a name without a number, a size that is none, or files
// out of order refuse the whole answer.
Result<std::vector<LogFileSize>> parse_binary_logs(const Table& table);

// Bytes from `from` up to `to`; 0 when `from` is not before `to`. NaN where the size of a file between them
// is not known.
double bytes_between(const std::vector<LogFileSize>& files, Position from, Position to);

}  // namespace replwatch::mysql
