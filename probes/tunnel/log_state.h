// Folds the events of a log into what a tunnel's state keeps of it.
#pragma once

#include "probes/instant.h"
#include "probes/tunnel/log_event.h"
#include "probes/tunnel/tunnel_state.h"

namespace replwatch::tunnel {

// With every reason of every counter at 0: a counter that is born with its first failure shows no increase.
LogState new_log_state();

// `counted` is false for lines that were written before the agent's first start: they tell the state, not a
// number.
void note_event(LogState& log, const Event& event, Instant read, WallTime when, bool counted);

// "2026.11.22 13:41:43" in parts: year, month, day, hour, minute, second. Empty when it is not such a stamp.
std::optional<std::array<int, 6>> parse_stamp(std::string_view stamp);

}  // namespace replwatch::tunnel
