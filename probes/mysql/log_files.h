// The binary logs that a source still has and how long each is: what bytes between two places need.
#pragma once

#include <cstdint>
#include <vector>

#include "probes/mysql/position.h"

namespace replwatch::mysql {

struct LogFileSize {
  std::uint64_t file = 0;   // the name's numeric suffix
  std::uint64_t bytes = 0;  // final for every file but the newest

  bool operator==(const LogFileSize&) const = default;
};
using LogFiles = std::vector<LogFileSize>;  // in any order

// Bytes of the log from one place to another; 0 when `to` is not beyond. NaN when they stand in different
// files and the length of one that lies between is not known, or contradicts the place.
double bytes_between(Position from, Position to, const LogFiles& files);

}  // namespace replwatch::mysql
