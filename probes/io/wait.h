// Waiting on the loop, never longer than until a deadline.
#pragma once

#include <asio/steady_timer.hpp>

#include "probes/instant.h"
#include "probes/io/task.h"

namespace replwatch::io {

// Sleeps until `instant` has come, or until `timer` is cancelled; whether the instant has come.
Task<bool> sleep_until(asio::steady_timer& timer, Instant instant);
Task<bool> sleep_until(Instant instant);

}  // namespace replwatch::io
