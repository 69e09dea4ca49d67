// The machine's clocks: CLOCK_BOOTTIME and wall time. Everything else takes time as an argument.
#pragma once

#include <array>
#include <string>

#include "probes/instant.h"

namespace replwatch::io {

Instant now();        // CLOCK_BOOTTIME
WallTime wall_now();  // CLOCK_REALTIME
// Year, month, day, hour, minute, second as read from a clock on this machine's wall (its own time zone).
WallTime local_time(const std::array<int, 6>& parts);
std::string boot_id();  // the kernel's, without the newline; "" when it cannot be read

}  // namespace replwatch::io
