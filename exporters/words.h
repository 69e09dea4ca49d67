// Numbers and instants as people and programs read them, the same in every locale. NaN reads "not known".
#pragma once

#include <string>

#include "probes/instant.h"

namespace replwatch::exporters {

// A number with `digits` places behind the point. Not for NaN or infinity.
std::string decimal(double number, int digits);

// "0.4 s", "75 s", "47 min", "1 h 47 min", "12 d 3 h".
std::string say_seconds(double seconds);

// "0 B", "126 kB", "1.2 GB" (powers of 1000).
std::string say_bytes(double bytes);

// Seconds since 1970.
double timestamp(WallTime time);

}  // namespace replwatch::exporters
