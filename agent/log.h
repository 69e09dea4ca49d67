// The agent's own log: one line an event on standard error, with the level that systemd reads ("<4>...")
// where the journal listens, with a time stamp elsewhere.
#pragma once

#include <memory>
#include <string>

#include "agent/change_log.h"

namespace replwatch::agent {

class Log {
 public:
  explicit Log(bool to_journal);
  ~Log();
  void write(const LogLine& line) const;
  void error(const std::string& text) const { write({Level::error, text}); }
  void warning(const std::string& text) const { write({Level::warning, text}); }
  void notice(const std::string& text) const { write({Level::notice, text}); }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace replwatch::agent
