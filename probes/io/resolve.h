// Name resolution with a deadline: the system's resolver blocks, so it runs on a small pool of threads.
#pragma once

#include <string>
#include <vector>

#include "probes/instant.h"
#include "probes/io/task.h"
#include "probes/result.h"

namespace replwatch::io {

// The addresses of `host` as texts, IPv4 before IPv6; an address is answered at once with itself.
// `unresolved` when the name has none, and when that is not known at the deadline: no server was asked yet.
Task<Result<std::vector<std::string>>> resolve(std::string host, bool ipv4_only, Instant deadline);

}  // namespace replwatch::io
