#include "probes/tunnel/log_summary.h"

namespace replwatch::tunnel {
namespace {

// A peer can present any number of subjects; the table of them stays bounded.
constexpr std::size_t kMostSubjects = 10'000;

void count(LogSummary::Counts& counts, std::string_view key) {
  const auto found = counts.find(key);
  if (found != counts.end()) {
    ++found->second;
  } else if (counts.size() < kMostSubjects) {
    counts.emplace(key, 1);
  }
}

}  // namespace

void LogSummary::add(const Event& event) {
  switch (event.kind) {
    case EventKind::started:
      ++started;
      break;
    case EventKind::start_failed:
      ++start_failed;
      break;
    case EventKind::stopped:
      ++stopped;
      break;
    case EventKind::reloaded:
      ++reloaded;
      break;
    case EventKind::reload_failed:
      ++reload_failed;
      break;
    case EventKind::log_reopened:
      ++log_reopened;
      break;
    case EventKind::accepted:
      ++accepted;
      break;
    case EventKind::verify_ok:
      ++verify_ok[event.depth];
      if (event.depth == 0) count(verify_ok_subjects, event.subject);
      break;
    case EventKind::verify_failed:
      count(verify_failed, event.reason);
      break;
    case EventKind::peer_rejected_us:
      ++peer_rejected_us;
      break;
    case EventKind::handshake_failed:
      count(handshake_failed, event.reason);
      break;
    case EventKind::backend_connected:
      ++backend_connected;
      break;
    case EventKind::connect_failed:
      count(connect_failed, event.reason);
      break;
    case EventKind::closed:
      ++closed;
      break;
    case EventKind::reset:
      ++reset;
      break;
    case EventKind::client_limit:
      ++client_limit;
      break;
    case EventKind::idle_timeout:
      ++idle_timeout;
      break;
  }
}

void LogCounter::feed(std::string_view bytes) {
  reader_.feed(bytes, [this](const Event& event) { summary_.add(event); });
}

LogSummary LogCounter::finish() {
  reader_.finish([this](const Event& event) { summary_.add(event); });
  summary_.lines = reader_.lines();
  summary_.unrecognised_lines = reader_.unrecognised_lines();
  summary_.verification_seen = reader_.verification_seen();
  return summary_;
}

LogSummary summarise_log(std::string_view whole) {
  LogCounter counter;
  counter.feed(whole);
  return counter.finish();
}

}  // namespace replwatch::tunnel
