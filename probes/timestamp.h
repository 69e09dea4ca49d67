// Wall time as text in the manner of RFC 3339: "2027-01-31T00:00:00Z".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "probes/instant.h"

namespace replwatch {

// Date, time and offset, all three; fractions of a second as far as nanoseconds. Empty for anything else, for
// a day or time of day that does not exist, and outside the years 1970 to 2261.
std::optional<WallTime> parse_timestamp(std::string_view text);

// In UTC and whole seconds, rounded down.
std::string timestamp_text(WallTime time);

}  // namespace replwatch
