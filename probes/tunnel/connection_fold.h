// Folds the lines of the connections of one stunnel log into events. The lines of a connection share an id;
// state is kept per id from its accepted line to its "Connection ..." line, because stunnel writes one
// failure in up to four lines. An event that takes several lines is given with the line that makes it
// certain.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "probes/tunnel/clients.h"
#include "probes/tunnel/connection_end.h"
#include "probes/tunnel/log_event.h"
#include "probes/tunnel/log_line.h"

namespace replwatch::tunnel {

using EventSink = std::function<void(const Event&)>;

// Fills `event` from what every line has; strings keep their room, so a reused event costs no allocation.
void fill_event(Event& event, EventKind kind, const LogLine& line);

class ConnectionFold {
 public:
  explicit ConnectionFold(const EventSink*& sink) : sink_(sink) {}

  void accepted(const LogLine& line, std::string_view service, std::string_view peer);
  // A line about an accepted certificate; `words` begin with the depth's number.
  void verified(const LogLine& line, std::string_view words);
  // The reason of a refusal whose subject comes with a later line; `certain` when the line alone proves it.
  void refusal_noted(const LogLine& line, std::string_view reason, bool certain);
  // The line that names the refused certificate, or the only one there is.
  void refused(const LogLine& line, std::string_view depth_and_subject);
  void refused_with_reason(const LogLine& line, std::string_view reason, std::string_view depth,
                           std::string_view name);
  void error_queued(const LogLine& line);
  void handshake_failed(const LogLine& line, std::string_view reason);
  // SSL_accept or SSL_connect failed; `words` stand behind the call's name.
  void handshake_ended(const LogLine& line, std::string_view words);
  // Another call of OpenSSL failed, when an alert about our certificate may come late (TLS 1.3).
  void tls_broken(const LogLine& line);
  void asks_responder(const LogLine& line);
  void backend_connected(const LogLine& line, std::string_view peer);
  // The line that names this stunnel's own end of the connection to the backend.
  void backend_named(const LogLine& line, std::string_view near);
  void backend_unreached(const LogLine& line, std::string_view reason);
  void backend_given_up(const LogLine& line, std::string_view reason);
  void idle_timeout(const LogLine& line);
  void ended(const LogLine& line, const ConnectionEnd& end);

  bool is_open(std::string_view id) const { return connections_.find(id) != connections_.end(); }
  // What written lines already prove, for connections whose last line will not come.
  void settle_all();
  // Those that reached their backend, at most `limit`.
  std::vector<OpenConnection> open(std::size_t limit) const;
  void forget() { connections_.clear(); }

 private:
  struct Connection {
    std::string service, peer, subject, near;
    std::unique_ptr<Event> refusal;    // its subject may still come
    std::unique_ptr<Event> unreached;  // the last failed connect; another address may still answer
    bool refusal_certain = false;
    bool refused_peer = false;      // verify_failed was given
    bool refused_us = false;        // peer_rejected_us was given
    bool handshake_failed = false;  // handshake_failed was given
    bool connected = false;         // backend_connected was given
    bool gave_up = false;           // connect_failed was given
    bool asks_responder = false;    // connects to an OCSP responder now, not to the backend
    // What OpenSSL's error queue said before the line that names the call.
    bool queued_refusal = false, queued_no_certificate = false;
    std::string_view queued_alert;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view id) const { return std::hash<std::string_view>{}(id); }
  };

  Connection* find(std::string_view id);
  Connection& at(std::string_view id);
  Event& begin(EventKind kind, const LogLine& line, const Connection* connection);
  void give(const Event& event) { (*sink_)(event); }
  void give_refusal(Connection& connection, const Event& event);
  void give_unreached(Connection& connection);
  void settle(Connection& connection);

  std::unordered_map<std::string, Connection, Hash, std::equal_to<>> connections_;
  const EventSink*& sink_;
  Event event_;
};

}  // namespace replwatch::tunnel
