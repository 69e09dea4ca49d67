// Small questions that every reader of stunnel's lines asks.
#pragma once

#include <string_view>

namespace replwatch::tunnel {

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Takes `beginning` off `text` when it is there.
inline bool eat(std::string_view& text, std::string_view beginning) {
  if (!text.starts_with(beginning)) return false;
  text.remove_prefix(beginning.size());
  return true;
}

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Ids up to 4.57: "pid:thread".
inline bool is_old_id(std::string_view id) { return contains(id, ":"); }

// Ids of 5.12 and later that never name a connection.
inline bool is_daemon_id(std::string_view id) {
  return id == "ui" || id == "main" || id == "cron" || id.starts_with("per-");
}

}  // namespace replwatch::tunnel
