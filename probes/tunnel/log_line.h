// One line of an stunnel log taken apart: stamp, level, id and text, whether it comes from stunnel's own
// file, from syslog (RFC 3164 or 5424, traditional or ISO stamp), from the journal or from stderr. Anchored
// at the line's start: nothing that a certificate puts into the middle of a line can pass for one. Views into
// the line, no copies.
#pragma once

#include <optional>
#include <string_view>

namespace replwatch::tunnel {

struct LogLine {
  std::string_view stamp;  // "2026.11.22 13:41:43"; empty when the line has none of stunnel's own
  int level = 5;           // the n of LOGn
  std::string_view id;     // what stands in brackets; "ui" for the bare lines of a failed start
  std::string_view text;   // the rest
  bool bare = false;       // "[!] text", which only a start that failed writes

  bool operator==(const LogLine&) const = default;
};

// Empty when the line has no shape that stunnel writes.
std::optional<LogLine> parse_log_line(std::string_view line);

}  // namespace replwatch::tunnel
