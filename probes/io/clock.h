// The machine's clocks: CLOCK_BOOTTIME and wall time. Everything else takes time as an argument.
#pragma once

#include <string>

#include "probes/instant.h"

namespace replwatch::io {

Instant now();          // CLOCK_BOOTTIME
WallTime wall_now();    // CLOCK_REALTIME
std::string boot_id();  // the kernel's, without the newline; "" when it cannot be read

}  // namespace replwatch::io
