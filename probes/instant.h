// Time as plain values. An Instant is a reading of CLOCK_BOOTTIME: it goes on through a suspend, never steps,
// and means nothing after a reboot. Wall time is for people only. Reading a clock is probes/io/clock.h's.
#pragma once

#include <chrono>
#include <limits>

namespace replwatch {

using Duration = std::chrono::nanoseconds;

struct BootClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<BootClock>;
  static constexpr bool is_steady = true;
};

using Instant = BootClock::time_point;
using WallTime = std::chrono::sys_time<Duration>;

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

constexpr double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

// A boot instant as wall time, given both clocks' readings at one moment.
constexpr WallTime wall_time(Instant instant, Instant now, WallTime wall_now) {
  return wall_now - (now - instant);
}

}  // namespace replwatch
