// Short ways for tests to write lines of a log and to read what comes out.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "probes/tunnel/log_reader.h"

namespace replwatch::tunnel {

// One log of lines of one id: "5 text" is level 5; "5 main: text" has an id of its own.
inline std::string log_of(std::string_view id, std::initializer_list<std::string_view> lines) {
  std::string log;
  for (const std::string_view line : lines) {
    log += "2026.11.22 13:41:43 LOG";
    log += line[0];
    log += '[';
    log += id;
    log += "]: ";
    log += line.substr(2);
    log += '\n';
  }
  return log;
}

inline std::vector<Event> events_of(std::string_view log) {
  std::vector<Event> events;
  LogReader reader;
  const auto keep = [&](const Event& event) { events.push_back(event); };
  reader.feed(log, keep);
  reader.finish(keep);
  return events;
}

// "accepted verify_ok:0 handshake_failed:eof reset", to compare at one glance.
inline std::string told(std::string_view log) {
  std::string text;
  for (const Event& event : events_of(log)) {
    if (!text.empty()) text += ' ';
    text += code(event.kind);
    if (event.kind == EventKind::verify_ok) {
      text += ':' + std::to_string(event.depth);
    } else if (event.kind == EventKind::verify_failed || event.kind == EventKind::handshake_failed ||
               event.kind == EventKind::connect_failed) {
      text += ':' + event.reason;
    }
  }
  return text;
}

inline constexpr std::string_view kOldId = "8567:140686193370816";

struct Case {
  std::string_view version;
  std::string_view id;
  std::initializer_list<std::string_view> lines;
  std::string_view told;
};

inline void expect_told(std::initializer_list<Case> cases) {
  for (const Case& item : cases) EXPECT_EQ(told(log_of(item.id, item.lines)), item.told) << item.version;
}

}  // namespace replwatch::tunnel
