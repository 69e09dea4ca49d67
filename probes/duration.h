// Durations as people write them in the configuration, on the command line and in a URL: "500ms", "1s", "3d".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "probes/instant.h"

namespace replwatch {

// A whole number and one of ms, s, m, h, d, nothing else; zero is one, a negative one or one beyond a hundred
// years is not.
std::optional<Duration> parse_duration(std::string_view text);

// In the largest unit that divides it: "90s", "2m". Anything below a millisecond is cut off.
std::string duration_text(Duration duration);

}  // namespace replwatch
