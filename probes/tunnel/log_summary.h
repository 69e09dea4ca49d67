// How often each event stands in a log: the counts of the contract, part 7, as plain values.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "probes/tunnel/log_event.h"
#include "probes/tunnel/log_reader.h"

namespace replwatch::tunnel {

struct LogSummary {
  using Counts = std::map<std::string, std::uint64_t, std::less<>>;

  std::uint64_t lines = 0;               // finished lines
  std::uint64_t unrecognised_lines = 0;  // of those, lines that no stunnel is known to write
  bool verification_seen = false;

  std::uint64_t started = 0, start_failed = 0, stopped = 0, reloaded = 0, reload_failed = 0, log_reopened = 0;
  std::uint64_t accepted = 0;
  std::map<int, std::uint64_t> verify_ok;  // lines by depth
  Counts verify_ok_subjects;               // lines at depth 0 by subject
  Counts verify_failed;                    // refused certificates by reason
  std::uint64_t peer_rejected_us = 0;
  Counts handshake_failed;  // by reason
  std::uint64_t backend_connected = 0;
  Counts connect_failed;                // connections by reason
  std::uint64_t closed = 0, reset = 0;  // both sides closed; any side reset
  std::uint64_t client_limit = 0, idle_timeout = 0;

  void add(const Event& event);
  bool operator==(const LogSummary&) const = default;
};

// Reads a log piece by piece into one summary; files of one log are fed in reading order.
class LogCounter {
 public:
  void feed(std::string_view bytes);
  // Ends a file: what its last lines prove is counted when no other file follows.
  LogSummary finish();

 private:
  LogReader reader_;
  LogSummary summary_;
};

LogSummary summarise_log(std::string_view whole);

}  // namespace replwatch::tunnel
