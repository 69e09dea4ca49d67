// The last word of a plugin: whatever hangs, at the timeout this answer is written and the process ends.
#pragma once

#include <string>

#include "probes/instant.h"

namespace replwatch::nagios {

// To be called once. The loop's own deadlines come first; this one also ends what no loop can: a file on a
// dead network mount, a library that blocks.
void start_watchdog(Duration timeout, std::string answer, int code);

// Writes the answer to stdout and ends the process at once, without waiting for any thread.
[[noreturn]] void finish(const std::string& answer, int code);

}  // namespace replwatch::nagios
