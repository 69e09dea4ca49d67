// A link's position history as text for the state that lasts, and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "probes/link/saved_history.h"

namespace replwatch::agent {

std::string encode(const link::SavedHistory& saved);
// Empty when it is not what encode() wrote: a history that is damaged in one place proves nothing in another.
std::optional<link::SavedHistory> decode_history(std::string_view text);

}  // namespace replwatch::agent
