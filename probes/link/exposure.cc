#include "probes/link/exposure.h"

#include <algorithm>

#include "probes/link/signs.h"

namespace replwatch::link {
namespace {

// The stunnel at the source's side was refused by it.
bool stunnel_is_refused(const Evidence& e) {
  if (!e.tunnel || e.tunnel->side != tunnel::Side::server) return false;
  const auto* failed = latest_event(e, tunnel::EventKind::connect_failed, retry_window(e));
  return failed != nullptr && failed->event.reason == "refused" && !flows_since(e, failed->read);
}

}  // namespace

bool source_is_proven_dead(const Evidence& evidence) {
  if (io_is(evidence, mysql::IoState::running) || evidence.source_answers()) return false;
  const bool refuses = !evidence.source_via_tunnel && source_failed(evidence, Reason::refused);
  return refuses || stunnel_is_refused(evidence);
}

void DeathWatch::look(const Evidence& evidence) {
  if (!source_is_proven_dead(evidence)) {
    dead_since_.reset();
  } else if (!dead_since_) {
    dead_since_ = evidence.now;
  }
}

double exposure(Instant fresh_at, const std::optional<Instant>& dead_since, Instant now) {
  return seconds(std::max(fresh_at, dead_since ? std::min(now, *dead_since) : now) - fresh_at);
}

}  // namespace replwatch::link
