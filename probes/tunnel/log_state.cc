#include "probes/tunnel/log_state.h"

#include <algorithm>

#include "probes/text.h"

namespace replwatch::tunnel {
namespace {

constexpr std::size_t kRecentEvents = 50;

template <std::size_t N>
void count(std::map<std::string, std::uint64_t>& counters, const std::array<std::string_view, N>& known,
           const std::string& reason) {
  const bool is_known = std::ranges::find(known, reason) != known.end();
  ++counters[is_known ? reason : std::string(known.back())];
}

void count_event(LogCounts& counts, const Event& event) {
  switch (event.kind) {
    case EventKind::accepted:
      ++counts.accepted;
      break;
    case EventKind::verify_ok:
      if (event.depth == 0) ++counts.verify["ok"];
      break;
    case EventKind::verify_failed:
      count(counts.verify, kVerifyReasons, event.reason);
      break;
    case EventKind::handshake_failed:
      count(counts.handshake_failures, kHandshakeReasons, event.reason);
      break;
    case EventKind::connect_failed:
      count(counts.connect_failures, kConnectReasons, event.reason);
      break;
    case EventKind::closed:
      ++counts.closed["closed"];
      break;
    case EventKind::reset:
      ++counts.closed["reset"];
      break;
    case EventKind::peer_rejected_us:
      ++counts.peer_rejected_us;
      break;
    default:
      break;
  }
}

}  // namespace

LogState new_log_state() {
  LogState log;
  log.counts.verify["ok"] = 0;
  for (const auto reason : kVerifyReasons) log.counts.verify[std::string(reason)] = 0;
  for (const auto reason : kHandshakeReasons) log.counts.handshake_failures[std::string(reason)] = 0;
  for (const auto reason : kConnectReasons) log.counts.connect_failures[std::string(reason)] = 0;
  log.counts.closed = {{"closed", 0}, {"reset", 0}};
  return log;
}

void note_event(LogState& log, const Event& event, Instant read, WallTime when, bool counted) {
  if (event.kind == EventKind::verify_ok) {
    log.verification_seen = true;
    if (event.depth == 0) log.last_verify_ok = when;
  }
  if (event.kind == EventKind::verify_failed) log.verification_seen = true;
  if (!counted) return;
  count_event(log.counts, event);
  // A busy healthy tunnel must not push its last failure out.
  if (event.kind == EventKind::accepted || event.kind == EventKind::verify_ok ||
      event.kind == EventKind::backend_connected) {
    return;
  }
  if (event.kind == EventKind::closed || event.kind == EventKind::reset) {
    std::erase_if(log.recent, [&](const SeenEvent& each) { return each.event.kind == event.kind; });
  }
  log.recent.push_back({event, read});
  if (log.recent.size() > kRecentEvents) log.recent.erase(log.recent.begin());
}

std::optional<std::array<int, 6>> parse_stamp(std::string_view stamp) {
  constexpr std::string_view kShape = "dddd.dd.dd dd:dd:dd";
  if (stamp.size() != kShape.size()) return std::nullopt;
  std::array<int, 6> parts{};
  std::size_t part = 0;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = stamp[i] >= '0' && stamp[i] <= '9';
    if (kShape[i] == 'd' ? !digit : stamp[i] != kShape[i]) return std::nullopt;
    if (digit) {
      parts[part] = parts[part] * 10 + (stamp[i] - '0');
    } else {
      ++part;
    }
  }
  return parts;
}

}  // namespace replwatch::tunnel
