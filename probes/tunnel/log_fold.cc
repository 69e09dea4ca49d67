#include "probes/tunnel/log_fold.h"

#include <algorithm>
#include <array>

#include "probes/text.h"
#include "probes/tunnel/known_lines.h"
#include "probes/tunnel/words.h"

namespace replwatch::tunnel {
namespace {

using std::string_view;

// What stops a start for good, when the start's own thread says it after its banner.
constexpr std::array<string_view, 16> kStartTroubles{"Error binding ",
                                                     "Binding service [",
                                                     "Invalid service [",
                                                     "No connections defined",
                                                     "Either CApath or CAfile",
                                                     "Error reading certificate file",
                                                     "Error loading verify certificates",
                                                     "Private key does not match",
                                                     "SSL_CTX_",
                                                     "Failed to get UID",
                                                     "Failed to get GID",
                                                     "Cannot create pid file",
                                                     "Pid file (",
                                                     "setuid: ",
                                                     "setgid: ",
                                                     "/"};

}  // namespace

bool LogFold::take(const LogLine& line, const EventSink& sink) {
  sink_ = &sink;
  if (line.text.empty()) return true;
  return take_daemon(line) || take_start_trouble(line) || lines_.take(line) ||
         lines_.take_unresolved(line, banner_id_) || lines_.take_named_service(line) || is_known_line(line);
}

bool LogFold::take_daemon(const LogLine& line) {
  string_view words = line.text;
  switch (words[0]) {
    case 'C':
      if (words == "Configuration successful") return configured(line, true);
      if (words == "Configuration failed") return configured(line, false);
      return words.starts_with("Connection rejected: too many clients") &&
             give(EventKind::client_limit, line);
    case 'F':
      return words == "Failed to reload the configuration file" && reload_failed(line);
    case 'L':
      return words == "Log file reopened" && give(EventKind::log_reopened, line);
    case 'R':
      if (words.starts_with("Reading configuration ")) return reading_configuration();
      if (!eat(words, "Received ")) return false;
      eat(words, "signal ");
      return words.find("; terminating") <= 20 &&
             give(EventKind::stopped, line, words.substr(0, words.find("; terminating")));
    case 'S':
      return words.starts_with("Signal pipe ") && words.ends_with("; terminating") &&
             give(EventKind::stopped, line);
    case 'T':
      return words == "Terminated" && give(EventKind::stopped, line);
    case 's': {
      if (!eat(words, "stunnel ") || words.empty() || !is_digit(words[0])) return false;
      const std::size_t end = words.find(" on ");
      return end != string_view::npos && started(line, words.substr(0, end));
    }
    default:
      return false;
  }
}

bool LogFold::take_start_trouble(const LogLine& line) {
  if (line.level > 3 || banner_id_.empty() || line.id != banner_id_) return false;
  const bool fatal = line.bare || std::ranges::any_of(kStartTroubles, [&](string_view beginning) {
                       return line.text.starts_with(beginning);
                     });
  if (!fatal) return false;
  banner_id_.clear();
  starting_ = false;
  return give(EventKind::start_failed, line, line.text);
}

bool LogFold::give(EventKind kind, const LogLine& line, string_view reason) {
  fill_event(event_, kind, line);
  event_.reason = one_line(reason);
  (*sink_)(event_);
  return true;
}

bool LogFold::started(const LogLine& line, string_view version) {
  // From 5.12 on connection numbers begin at 0 again; before, ids hold the process's number.
  if (!is_old_id(line.id)) {
    lines_.fold().settle_all();
    lines_.fold().forget();
  }
  banner_id_ = line.id;
  starting_ = true;
  reload_failed_ = false;
  return give(EventKind::started, line, version);
}

bool LogFold::reading_configuration() {
  if (!starting_) banner_id_.clear();
  reload_failed_ = false;
  return true;
}

bool LogFold::configured(const LogLine& line, bool well) {
  const bool start = starting_;  // in the foreground a reload has the id of the start
  starting_ = false;
  if (well) return start || give(EventKind::reloaded, line);
  if (!start && !line.bare) {
    reload_failed_ = true;
    return give(EventKind::reload_failed, line);
  }
  const bool told = banner_id_.empty();
  banner_id_.clear();
  return told || give(EventKind::start_failed, line, line.text);
}

bool LogFold::reload_failed(const LogLine& line) {
  const bool told = reload_failed_;
  reload_failed_ = false;
  return told || give(EventKind::reload_failed, line);
}

void LogFold::finish(const EventSink& sink) {
  sink_ = &sink;
  lines_.fold().settle_all();
}

void LogFold::forget() {
  lines_.fold().forget();
  banner_id_.clear();
  starting_ = reload_failed_ = false;
}

}  // namespace replwatch::tunnel
