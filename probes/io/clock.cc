#include "probes/io/clock.h"

#include <ctime>

#include "probes/io/file.h"
#include "probes/text.h"

namespace replwatch::io {
namespace {

Duration read_clock(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

Instant now() { return Instant(read_clock(CLOCK_BOOTTIME)); }

WallTime wall_now() { return WallTime(read_clock(CLOCK_REALTIME)); }

WallTime local_time(const std::array<int, 6>& parts) {
  std::tm local{};
  local.tm_year = parts[0] - 1900;
  local.tm_mon = parts[1] - 1;
  local.tm_mday = parts[2];
  local.tm_hour = parts[3];
  local.tm_min = parts[4];
  local.tm_sec = parts[5];
  local.tm_isdst = -1;
  return WallTime(std::chrono::seconds(mktime(&local)));
}

std::string boot_id() {
  const Result<std::string> text = read_file("/proc/sys/kernel/random/boot_id");
  return text ? std::string(trim(*text)) : std::string();
}

}  // namespace replwatch::io
