// Whether a text is one that some version of stunnel writes (4.06 to 5.82), all levels up to debug. Events
// are not decided here; this only tells a line without meaning for us from a line that stunnel never wrote.
#pragma once

#include "probes/tunnel/log_line.h"

namespace replwatch::tunnel {

bool is_known_line(const LogLine& line);

}  // namespace replwatch::tunnel
