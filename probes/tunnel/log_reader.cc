#include "probes/tunnel/log_reader.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "probes/tunnel/log_fold.h"
#include "probes/tunnel/log_line.h"

namespace replwatch::tunnel {
namespace {

constexpr std::size_t kLongestLine = 64 * 1024;

}  // namespace

struct LogReader::State {
  LogFold fold;
  std::string unfinished;
  bool too_long = false;  // the unfinished line is beyond kLongestLine and no longer kept
  std::uint64_t lines = 0, unrecognised = 0;
  int highest_level = -1;

  void take(std::string_view line, const EventSink& sink) {
    ++lines;
    const bool too_long_whole = line.size() > kLongestLine;
    if (line.ends_with('\r')) line.remove_suffix(1);
    // A log truncated under a writer that does not append begins with a hole.
    while (line.starts_with('\0')) line.remove_prefix(1);
    const auto parts = too_long_whole ? std::nullopt : parse_log_line(line);
    if (!parts) {
      ++unrecognised;
      return;
    }
    highest_level = std::max(highest_level, parts->level);
    if (!fold.take(*parts, sink)) ++unrecognised;
  }

  void keep(std::string_view part) {
    if (too_long || unfinished.size() + part.size() > kLongestLine) {
      too_long = true;
      unfinished.clear();
    } else {
      unfinished += part;
    }
  }

  // The end of a line whose beginning came with earlier bytes.
  void take_rest(std::string_view rest, const EventSink& sink) {
    keep(rest);
    if (too_long) {
      ++lines;
      ++unrecognised;
    } else {
      take(unfinished, sink);
    }
    unfinished.clear();
    too_long = false;
  }
};

LogReader::LogReader() : state_(std::make_unique<State>()) {}
LogReader::~LogReader() = default;
LogReader::LogReader(LogReader&&) noexcept = default;
LogReader& LogReader::operator=(LogReader&&) noexcept = default;

void LogReader::feed(std::string_view bytes, const EventSink& sink) {
  State& state = *state_;
  while (!bytes.empty()) {
    const void* const newline = std::memchr(bytes.data(), '\n', bytes.size());
    if (newline == nullptr) {
      state.keep(bytes);
      return;
    }
    const auto length = static_cast<std::size_t>(static_cast<const char*>(newline) - bytes.data());
    const std::string_view line = bytes.substr(0, length);
    if (state.unfinished.empty() && !state.too_long) {
      state.take(line, sink);
    } else {
      state.take_rest(line, sink);
    }
    bytes.remove_prefix(length + 1);
  }
}

void LogReader::finish(const EventSink& sink) { state_->fold.finish(sink); }

void LogReader::restart() {
  state_->unfinished.clear();
  state_->too_long = false;
  state_->fold.forget();
}

std::uint64_t LogReader::lines() const { return state_->lines; }
std::uint64_t LogReader::unrecognised_lines() const { return state_->unrecognised; }
std::vector<OpenConnection> LogReader::open_connections() const { return state_->fold.open(1000); }
bool LogReader::verification_seen() const { return state_->fold.verification_seen(); }
int LogReader::highest_level() const { return state_->highest_level; }

}  // namespace replwatch::tunnel
