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

std::string boot_id() {
  const Result<std::string> text = read_file("/proc/sys/kernel/random/boot_id");
  return text ? std::string(trim(*text)) : std::string();
}

}  // namespace replwatch::io
