#include "probes/tunnel/connection_fold.h"

#include <algorithm>
#include <utility>

#include "probes/text.h"
#include "probes/tunnel/log_reasons.h"
#include "probes/tunnel/subject_name.h"

namespace replwatch::tunnel {
namespace {

// More connections than any stunnel serves: a log that never closes one must not eat the memory.
constexpr std::size_t kMostConnections = 100'000;
constexpr std::size_t kLongestRaw = 1200;

// `text` as one line of UTF-8, without an allocation when it is that already.
void put_line(std::string& out, std::string_view text) {
  const bool plain =
      text.size() <= kLongestRaw && std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
  if (plain) {
    out.assign(text);
  } else {
    out = one_line(text, kLongestRaw);
  }
}

}  // namespace

void fill_event(Event& event, EventKind kind, const LogLine& line) {
  event.kind = kind;
  event.service.clear();
  event.id.assign(line.id);
  event.reason.clear();
  event.depth = 0;
  event.subject.clear();
  event.peer.clear();
  event.to_tls = event.to_socket = 0;
  event.stamp.assign(line.stamp);
  put_line(event.raw, line.text);
}

ConnectionFold::Connection* ConnectionFold::find(std::string_view id) {
  const auto found = connections_.find(id);
  return found == connections_.end() ? nullptr : &found->second;
}

ConnectionFold::Connection& ConnectionFold::at(std::string_view id) {
  if (Connection* const known = find(id)) return *known;
  if (connections_.size() >= kMostConnections) {
    settle_all();
    connections_.clear();
  }
  return connections_[std::string(id)];
}

Event& ConnectionFold::begin(EventKind kind, const LogLine& line, const Connection* connection) {
  fill_event(event_, kind, line);
  if (connection != nullptr) event_.service = connection->service;
  return event_;
}

void ConnectionFold::accepted(const LogLine& line, std::string_view service, std::string_view peer) {
  Connection& connection = at(line.id);
  settle(connection);
  connection = Connection{};
  put_line(connection.service, service);
  Event& event = begin(EventKind::accepted, line, &connection);
  put_line(event.peer, peer);
  connection.peer = event.peer;
  give(event);
}

void ConnectionFold::verified(const LogLine& line, std::string_view words) {
  Connection* const connection = find(line.id);
  if (connection != nullptr) {
    connection->refusal.reset();
    connection->asks_responder = false;
  }
  Event& event = begin(EventKind::verify_ok, line, connection);
  const CertificateWords named = split_certificate_words(words);
  event.depth = named.depth;
  event.subject = subject_in_comma_form(named.subject);
  give(event);
  if (connection != nullptr && named.depth == 0) connection->subject = event.subject;
}

void ConnectionFold::refusal_noted(const LogLine& line, std::string_view reason, bool certain) {
  Connection& connection = at(line.id);
  if (connection.refused_peer || (connection.refusal && connection.refusal_certain && !certain)) return;
  Event& event = begin(EventKind::verify_failed, line, &connection);
  event.reason = reason;
  connection.refusal = std::make_unique<Event>(event);
  connection.refusal_certain = certain;
}

void ConnectionFold::give_refusal(Connection& connection, const Event& event) {
  if (!std::exchange(connection.refused_peer, true)) give(event);
  connection.refusal.reset();
  connection.asks_responder = false;
}

void ConnectionFold::refused(const LogLine& line, std::string_view depth_and_subject) {
  Connection& connection = at(line.id);
  const CertificateWords named = split_certificate_words(depth_and_subject);
  Event event = connection.refusal ? std::move(*connection.refusal)
                                   : begin(EventKind::verify_failed, line, &connection);
  if (event.reason.empty()) event.reason = "other";
  event.depth = named.depth;
  event.subject = subject_in_comma_form(named.subject);
  give_refusal(connection, event);
}

void ConnectionFold::refused_with_reason(const LogLine& line, std::string_view reason, std::string_view depth,
                                         std::string_view name) {
  Connection& connection = at(line.id);
  Event& event = begin(EventKind::verify_failed, line, &connection);
  event.reason = reason;
  event.depth = parse_number<int>(depth).value_or(0);
  event.subject = subject_in_comma_form(name);
  give_refusal(connection, event);
}

void ConnectionFold::error_queued(const LogLine& line) {
  const bool refusal = says_certificate_refused(line.text), none = says_no_certificate(line.text);
  const std::string_view alert = certificate_alert(line.text);
  Connection* const connection = find(line.id);
  if (connection == nullptr || !(refusal || none || !alert.empty())) return;
  connection->queued_refusal |= refusal;
  connection->queued_no_certificate |= none;
  if (!alert.empty()) connection->queued_alert = alert;
}

void ConnectionFold::handshake_failed(const LogLine& line, std::string_view reason) {
  Connection& connection = at(line.id);
  if (connection.refused_peer || connection.refused_us) return;
  if (std::exchange(connection.handshake_failed, true)) return;
  Event& event = begin(EventKind::handshake_failed, line, &connection);
  event.reason = reason;
  give(event);
}

void ConnectionFold::handshake_ended(const LogLine& line, std::string_view words) {
  Connection& connection = at(line.id);
  if (connection.refused_peer) return;
  if (connection.refusal) {
    const Event event = std::move(*connection.refusal);
    give_refusal(connection, event);
    return;
  }
  const std::string_view alert = certificate_alert(words);
  if (!alert.empty() || !connection.queued_alert.empty()) {
    tls_broken(line);
  } else if (says_no_certificate(words) || connection.queued_no_certificate) {
    refused_with_reason(line, "no_certificate", {}, {});
  } else if (says_certificate_refused(words) || connection.queued_refusal) {
    refused_with_reason(line, "other", {}, {});
  } else {
    handshake_failed(line, handshake_reason(words));
  }
}

void ConnectionFold::tls_broken(const LogLine& line) {
  std::string_view alert = certificate_alert(line.text);
  Connection* connection = find(line.id);
  if (alert.empty() && connection != nullptr) alert = connection->queued_alert;
  if (alert.empty()) return;
  if (connection == nullptr) connection = &at(line.id);
  if (std::exchange(connection->refused_us, true)) return;
  Event& event = begin(EventKind::peer_rejected_us, line, connection);
  event.reason = alert;
  give(event);
}

void ConnectionFold::asks_responder(const LogLine& line) {
  if (Connection* const connection = find(line.id)) connection->asks_responder = true;
}

void ConnectionFold::backend_connected(const LogLine& line, std::string_view peer) {
  Connection& connection = at(line.id);
  if (connection.asks_responder) return;
  connection.unreached.reset();
  if (std::exchange(connection.connected, true)) return;
  Event& event = begin(EventKind::backend_connected, line, &connection);
  put_line(event.peer, peer);
  give(event);
}

void ConnectionFold::backend_named(const LogLine& line, std::string_view near) {
  backend_connected(line, near);
  if (Connection* const connection = find(line.id)) put_line(connection->near, near);
}

std::vector<OpenConnection> ConnectionFold::open(std::size_t limit) const {
  std::vector<OpenConnection> found;
  for (const auto& [id, connection] : connections_) {
    if (found.size() < limit && !connection.near.empty() && !connection.peer.empty())
      found.push_back({connection.service, connection.peer, connection.subject, connection.near});
  }
  return found;
}

void ConnectionFold::backend_unreached(const LogLine& line, std::string_view reason) {
  Connection& connection = at(line.id);
  if (connection.asks_responder || connection.connected || connection.gave_up) return;
  Event& event = begin(EventKind::connect_failed, line, &connection);
  event.reason = reason;
  connection.unreached = std::make_unique<Event>(event);
}

void ConnectionFold::backend_given_up(const LogLine& line, std::string_view reason) {
  Connection& connection = at(line.id);
  if (!connection.unreached) backend_unreached(line, reason);
  give_unreached(connection);
}

void ConnectionFold::give_unreached(Connection& connection) {
  const auto event = std::move(connection.unreached);
  if (event && !std::exchange(connection.gave_up, true)) give(*event);
}

void ConnectionFold::idle_timeout(const LogLine& line) {
  give(begin(EventKind::idle_timeout, line, find(line.id)));
}

void ConnectionFold::settle(Connection& connection) {
  if (connection.refusal && connection.refusal_certain) {
    const Event event = std::move(*connection.refusal);
    give_refusal(connection, event);
  }
  give_unreached(connection);
}

void ConnectionFold::ended(const LogLine& line, const ConnectionEnd& end) {
  const auto found = connections_.find(line.id);
  Connection* const connection = found == connections_.end() ? nullptr : &found->second;
  if (connection != nullptr) settle(*connection);
  Event& event = begin(end.is_reset() ? EventKind::reset : EventKind::closed, line, connection);
  event.reason = end.status;
  event.to_tls = end.to_tls;
  event.to_socket = end.to_socket;
  give(event);
  if (connection != nullptr) connections_.erase(found);
}

void ConnectionFold::settle_all() {
  for (auto& [id, connection] : connections_) settle(connection);
}

}  // namespace replwatch::tunnel
