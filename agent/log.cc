#include "agent/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "probes/text.h"

namespace replwatch::agent {
namespace {

// sd-daemon(3): the numbers of syslog.
std::string_view journal_prefix(Level level) {
  switch (level) {
    case Level::error:
      return "<3>";
    case Level::warning:
      return "<4>";
    case Level::notice:
      return "<5>";
    case Level::info:
      return "<6>";
  }
  return "<6>";
}

std::string_view word(Level level) {
  switch (level) {
    case Level::error:
      return "error: ";
    case Level::warning:
      return "warning: ";
    case Level::notice:
    case Level::info:
      return "";
  }
  return "";
}

}  // namespace

struct Log::State {
  bool to_journal = false;
  spdlog::logger logger{"replwatch", std::make_shared<spdlog::sinks::stderr_sink_st>()};
};

Log::Log(bool to_journal) : state_(std::make_unique<State>()) {
  state_->to_journal = to_journal;
  state_->logger.set_pattern(to_journal ? "%v" : "%Y-%m-%dT%H:%M:%S.%e%z %v");
}

Log::~Log() = default;

void Log::write(const LogLine& line) const {
  const std::string_view before = state_->to_journal ? journal_prefix(line.level) : word(line.level);
  state_->logger.info("{}{}", before, one_line(line.text));
}

}  // namespace replwatch::agent
