// Folds the lines of one stunnel log into events: the daemon's own here, those of its connections in
// ConnectionLines.
#pragma once

#include <string>
#include <string_view>

#include "probes/tunnel/connection_lines.h"
#include "probes/tunnel/log_event.h"
#include "probes/tunnel/log_line.h"

namespace replwatch::tunnel {

class LogFold {
 public:
  LogFold() = default;
  LogFold(const LogFold&) = delete;
  LogFold& operator=(const LogFold&) = delete;

  // Whether the line is one that stunnel writes. `sink` gets the events it completes.
  bool take(const LogLine& line, const EventSink& sink);
  // The log ends here: gives what the lines so far prove.
  void finish(const EventSink& sink);
  void forget();
  std::vector<OpenConnection> open(std::size_t limit) const { return lines_.fold().open(limit); }
  bool verification_seen() const { return lines_.verification_seen(); }

 private:
  bool take_daemon(const LogLine& line);
  bool take_start_trouble(const LogLine& line);
  bool give(EventKind kind, const LogLine& line, std::string_view reason = {});
  bool started(const LogLine& line, std::string_view version);
  bool reading_configuration();
  bool configured(const LogLine& line, bool well);
  bool reload_failed(const LogLine& line);

  const EventSink* sink_ = nullptr;
  ConnectionLines lines_{sink_};
  Event event_;
  std::string banner_id_;  // id of the last start banner, until that start fails or a reload begins
  bool starting_ = false;  // a banner was seen and no end of that start
  bool reload_failed_ = false;
};

}  // namespace replwatch::tunnel
