#include <algorithm>

#include "probes/link/rules.h"
#include "probes/link/signs.h"

namespace replwatch::link {
namespace {

using mysql::IoErrorClass;
using mysql::IoState;
using tunnel::EventKind;
using tunnel::TunnelState;

// A stunnel that is alive reads its sockets within milliseconds, so this long is no scheduling delay.
constexpr auto kFrozenAfter = std::chrono::seconds(2);

const tunnel::SeenEvent* recent(const Evidence& e, EventKind kind) {
  return latest_event(e, kind, retry_window(e));
}

bool log_says(const Evidence& e, EventKind kind) {
  const tunnel::SeenEvent* failure = failure_on_the_way(e);
  return failure != nullptr && failure->event.kind == kind;
}

// A sign that began to hold at an instant from which on the IO thread received nothing. A thread that is
// connected could only contradict in the second look after it: what the first one shows may have come before.
bool holds_against_the_flow(const Evidence& e, std::optional<Instant> TunnelState::*since) {
  const Duration two_looks = 2 * e.limits.replica_interval + std::chrono::milliseconds(500);
  const Duration limit =
      io_is(e, IoState::running) ? std::max<Duration>(kFrozenAfter, two_looks) : kFrozenAfter;
  return lasts_at_least(e, since, limit) && !flows_since(e, *((*e.tunnel).*since));
}

std::string event_text(const Evidence& e, EventKind kind) {
  const tunnel::SeenEvent* seen = recent(e, kind);
  if (seen == nullptr) return "";
  std::string text = seen->event.reason;
  if (!seen->event.subject.empty()) text += ": " + seen->event.subject;
  return text;
}

bool source_refuses_directly(const Evidence& e) {
  // A source that is down ends its connections: one that lives contradicts, unless it is only the word of a
  // single look.
  const bool contradicted = io_is(e, IoState::running) && e.progress.running_since;
  if (!e.source_via_tunnel && source_failed(e, Reason::refused) && !contradicted) return true;
  return !e.through_tunnel && io_is(e, IoState::connecting) && io_error(e) == IoErrorClass::refused;
}

// Both stunnels greet each other, and the connection ends before the source has said a word: its last hop is
// refused.
bool tunnel_ends_without_a_word(const Evidence& e) {
  if (!e.through_tunnel || !e.tunnel || e.tunnel->side != tunnel::Side::client) return false;
  if (!io_is(e, IoState::connecting) || e.source_answers() || tunnel_client_is_gone(e)) return false;
  if (failure_on_the_way(e) != nullptr) return false;
  const tunnel::SeenEvent* closed = recent(e, EventKind::closed);
  const tunnel::SeenEvent* reset = recent(e, EventKind::reset);
  const tunnel::SeenEvent* last =
      closed == nullptr || (reset != nullptr && reset->read > closed->read) ? reset : closed;
  if (last == nullptr || last->event.to_tls != 0 || last->event.to_socket != 0) return false;
  // A later connection that was not ended was accepted by somebody.
  return !(source_failed(e, Reason::timed_out) && e.source.variables.attempted >= last->read);
}

bool source_is_silent(const Evidence& e) {
  if (!source_failed(e, Reason::timed_out)) return false;
  if (flows_since(e, e.source.variables.failing_since)) return false;
  const bool second_look = e.source.variables.failures_in_a_row >= 2;
  // One bad look beside a thread that is connected heals by itself; a single run has no second one.
  if (!e.source_via_tunnel) return second_look || !e.progress.running_since || !io_is(e, IoState::running);
  // Through the tunnel it takes two looks: the second one's own handshake shows that the far stunnel lives.
  return second_look && !lasts(e, &TunnelState::handshake_unanswered_since) &&
         !lasts(e, &TunnelState::connect_unanswered_since) &&
         !lasts(e, &TunnelState::far_unacknowledged_since) && !lasts(e, &TunnelState::near_unread_since) &&
         !tunnel_client_is_gone(e);
}

bool source_cannot_be_reached(const Evidence& e) {
  // Of a thread that has stopped trying, the error tells how it was then.
  if (e.through_tunnel || !io_is(e, IoState::connecting)) return false;
  const IoErrorClass error = io_error(e);
  return error == IoErrorClass::unreachable || error == IoErrorClass::timed_out ||
         error == IoErrorClass::unresolved;
}

bool source_refuses_replication(const Evidence& e) {
  return io_is_not_running(e) && io_error(e) == IoErrorClass::login_refused;
}

bool source_is_full(const Evidence& e) {
  return io_is_not_running(e) && io_error(e) == IoErrorClass::too_many_connections;
}

bool far_stunnel_is_frozen(const Evidence& e) {
  return holds_against_the_flow(e, &TunnelState::handshake_unanswered_since);
}

bool network_is_cut(const Evidence& e) {
  if (holds_against_the_flow(e, &TunnelState::far_unacknowledged_since)) return true;
  // Of a thread that is not connected the log tells more: it says why the stunnel could not connect.
  return io_is(e, IoState::running) && holds_against_the_flow(e, &TunnelState::connect_unanswered_since);
}

bool near_stunnel_is_frozen(const Evidence& e) {
  return e.tunnel && e.tunnel->side == tunnel::Side::client &&
         (holds_against_the_flow(e, &TunnelState::near_unread_since) ||
          holds_against_the_flow(e, &TunnelState::far_unread_since));
}

bool tunnel_is_silent(const Evidence& e) { return e.through_tunnel && is_silent(e); }
bool source_is_mute(const Evidence& e) { return !e.through_tunnel && !e.source_answers() && is_silent(e); }

bool far_stunnel_is_out_of_reach(const Evidence& e) { return log_says(e, EventKind::connect_failed); }
bool certificate_is_refused(const Evidence& e) { return log_says(e, EventKind::verify_failed); }
bool our_certificate_is_refused(const Evidence& e) { return log_says(e, EventKind::peer_rejected_us); }
bool handshake_fails(const Evidence& e) { return log_says(e, EventKind::handshake_failed); }
bool stunnel_is_full(const Evidence& e) { return log_says(e, EventKind::client_limit); }

std::string connect_failure(const Evidence& e) { return event_text(e, EventKind::connect_failed); }
std::string refused_certificate(const Evidence& e) { return event_text(e, EventKind::verify_failed); }
std::string rejected_by_peer(const Evidence& e) {
  return "the far end says: " + event_text(e, EventKind::peer_rejected_us);
}
std::string handshake_failure(const Evidence& e) { return event_text(e, EventKind::handshake_failed); }
std::string where_it_listens(const Evidence& e) {
  return e.tunnel ? "nothing listens on " + e.tunnel->service.accept : "";
}
std::string source_failure(const Evidence& e) {
  return e.source.variables.failure ? e.source.variables.failure->text : std::string();
}
std::string io_error_code(const Evidence& e) { return std::string(code(io_error(e))); }
std::string nothing(const Evidence&) { return ""; }
std::string silence(const Evidence&) {
  return "the IO thread says that it is connected, and neither event nor heartbeat comes";
}
std::string last_hop_refused(const Evidence&) {
  return "both stunnels connect, and the last hop ends before the source says a word";
}
std::string far_frozen(const Evidence&) {
  return "the stunnel at the source takes connections and does not answer: stopped or frozen";
}
std::string cut(const Evidence&) {
  return "what the stunnel sends is not acknowledged: the network drops it";
}
std::string near_frozen(const Evidence&) {
  return "the stunnel at the replica does not read its connections: stopped or frozen";
}

constexpr Rule kRules[] = {
    {"source_refuses_directly", Cause::source_down, Hop::source, source_refuses_directly, source_failure},
    {"tunnel_ends_without_a_word", Cause::source_down, Hop::source, tunnel_ends_without_a_word,
     last_hop_refused},
    {"source_is_silent", Cause::source_unresponsive, Hop::source, source_is_silent, source_failure},
    {"source_cannot_be_reached", Cause::source_unreachable, Hop::network, source_cannot_be_reached,
     io_error_code},
    {"source_refuses_replication", Cause::source_refused_login, Hop::source, source_refuses_replication,
     nothing},
    {"source_is_full", Cause::source_too_busy, Hop::source, source_is_full, nothing},
    {"far_stunnel_is_frozen", Cause::tunnel_stalled, Hop::tunnel_server, far_stunnel_is_frozen, far_frozen},
    {"certificate_is_refused", Cause::tunnel_verify_failed, Hop::tunnel_server, certificate_is_refused,
     refused_certificate},
    {"our_certificate_is_refused", Cause::tunnel_verify_failed, Hop::tunnel_server,
     our_certificate_is_refused, rejected_by_peer},
    {"handshake_fails", Cause::tunnel_handshake_failed, Hop::tunnel_server, handshake_fails,
     handshake_failure},
    {"network_is_cut", Cause::tunnel_stalled, Hop::network, network_is_cut, cut},
    {"far_stunnel_is_out_of_reach", Cause::tunnel_server_unreachable, Hop::network,
     far_stunnel_is_out_of_reach, connect_failure},
    {"near_stunnel_is_frozen", Cause::tunnel_stalled, Hop::tunnel_client, near_stunnel_is_frozen,
     near_frozen},
    {"stunnel_is_full", Cause::tunnel_exhausted, Hop::tunnel_client, stunnel_is_full, nothing},
    {"tunnel_client_is_gone", Cause::tunnel_client_down, Hop::tunnel_client, tunnel_client_is_gone,
     where_it_listens},
    {"tunnel_is_silent", Cause::tunnel_stalled, std::nullopt, tunnel_is_silent, silence},
    {"source_is_mute", Cause::source_unresponsive, std::nullopt, source_is_mute, silence},
};

}  // namespace

std::span<const Rule> path_rules() { return kRules; }

}  // namespace replwatch::link
