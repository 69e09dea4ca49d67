#include "probes/mysql/log_files.h"

#include <algorithm>

#include "probes/instant.h"

namespace replwatch::mysql {

double bytes_between(Position from, Position to, const LogFiles& files) {
  if (to <= from) return 0;
  if (to.file == from.file) return static_cast<double>(to.offset - from.offset);
  LogFiles closed;
  std::ranges::copy_if(files, std::back_inserter(closed), [&](const LogFileSize& each) {
    return each.file >= from.file && each.file < to.file;
  });
  std::ranges::sort(closed, {}, &LogFileSize::file);
  if (closed.size() != to.file - from.file) return kUnknown;
  double bytes = static_cast<double>(to.offset) - static_cast<double>(from.offset);
  std::uint64_t expected = from.file;
  for (const LogFileSize& each : closed) {
    if (each.file != expected++) return kUnknown;
    bytes += static_cast<double>(each.bytes);
  }
  return closed.front().bytes < from.offset ? kUnknown : bytes;
}

}  // namespace replwatch::mysql
