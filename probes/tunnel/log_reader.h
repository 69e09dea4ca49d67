// Reads an stunnel log of any version (4.15 to 5.82) line by line and folds lines into events: one failed
// verification is one event although stunnel writes three or four lines. Pure: bytes in, events out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "probes/tunnel/clients.h"
#include "probes/tunnel/log_event.h"

namespace replwatch::tunnel {

class LogReader {
 public:
  LogReader();
  ~LogReader();
  LogReader(LogReader&&) noexcept;
  LogReader& operator=(LogReader&&) noexcept;

  // Takes the next bytes of the log, cut anywhere; an unfinished last line waits for its end. `sink` gets
  // each event with the line that completes it, and may keep the event no longer than the call. Unknown lines
  // are counted, never refused; so is a line beyond 64 KiB, which stunnel does not write and which is not
  // kept.
  void feed(std::string_view bytes, const std::function<void(const Event&)>& sink);
  // No more bytes will come: gives the failures that written lines prove but whose last line is missing. The
  // unfinished line stays unread.
  void finish(const std::function<void(const Event&)>& sink);
  // Forgets the unfinished line and every open connection: the log starts anew (truncated, or another file).
  void restart();

  std::uint64_t lines() const;               // finished lines so far
  std::uint64_t unrecognised_lines() const;  // of those, lines that no version of stunnel is known to write
  std::vector<OpenConnection> open_connections() const;  // that reached their backend; at most 1,000
  bool verification_seen() const;                        // any line on a verification, good or bad
  int highest_level() const;                             // the highest n of LOGn seen; -1 when none

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace replwatch::tunnel
