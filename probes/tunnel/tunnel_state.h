// One tunnel at one instant: its configuration, its sockets sorted by leg, and what its log has said so far.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "probes/instant.h"
#include "probes/sighting.h"
#include "probes/tunnel/clients.h"
#include "probes/tunnel/log_event.h"
#include "probes/tunnel/socket_table.h"
#include "probes/tunnel/stunnel_conf.h"
#include "probes/tunnel/surroundings.h"

namespace replwatch::tunnel {

// Where a socket stands on the way of the data. At the client side the near leg is replica to stunnel
// (loopback) and the far leg is stunnel to the other stunnel; at the server side the far leg comes in and the
// near leg goes to the server.
enum class Leg { near, far };
constexpr std::string_view code(Leg leg) { return leg == Leg::near ? "loopback" : "wan"; }

struct TunnelSockets {
  std::optional<Socket> listener;
  std::vector<Socket> near;  // the stunnel's end only, every state but LISTEN
  std::vector<Socket> far;
  bool operator==(const TunnelSockets&) const = default;
};

struct LogCounts {  // since the agent's first start, or since the state was lost
  std::uint64_t lines = 0, unrecognised_lines = 0, accepted = 0;
  std::map<std::string, std::uint64_t> verify;              // "ok" and kVerifyReasons, always all
  std::map<std::string, std::uint64_t> handshake_failures;  // kHandshakeReasons, always all
  std::map<std::string, std::uint64_t> connect_failures;    // kConnectReasons, always all
  std::map<std::string, std::uint64_t> closed;              // "closed", "reset", always both
  std::uint64_t peer_rejected_us = 0;
  bool operator==(const LogCounts&) const = default;
};

// An event of the log and when the agent read it (the log's own stamps have no zone).
struct SeenEvent {
  Event event;
  Instant read{};
};

struct LogState {
  LogCounts counts;
  std::optional<WallTime> last_verify_ok;  // by the log's stamp read in the agent's zone
  bool verification_seen = false;
  // Oldest first, at most 50: no accepted, verify_ok and backend_connected, and of closed and reset the last.
  std::vector<SeenEvent> recent;
};

struct TunnelState {
  std::string name;
  Side side = Side::client;
  Sighting<StunnelConf> conf;
  Service service;  // of the last good conf
  Surroundings surroundings;
  std::vector<TunnelClient> clients;  // of the server side
  Sighting<TunnelSockets> sockets;
  Sighting<LogState> log;

  // Kept from look to look (probes/tunnel/socket_watch.h): empty = not so.
  std::optional<Instant> far_unacknowledged_since;  // bytes sent on the far leg and none acknowledged since
  std::optional<Instant> far_unread_since;   // bytes wait unread in this stunnel's far socket: it is frozen
  std::optional<Instant> near_unread_since;  // ... in its near socket: it is frozen
  std::optional<Instant>
      handshake_unanswered_since;  // a far socket is established, has sent, and received nothing
  std::optional<Instant>
      connect_unanswered_since;   // a far socket tries to connect, has tried again, and is not answered
  std::uint64_t retransmits = 0;  // on far sockets, counted over their lives
  // On far sockets since the agent's start, as far as looks saw it: what an ending socket moved after its
  // last look is in neither.
  std::uint64_t received_bytes = 0, sent_bytes = 0;
  bool listener_seen = false;  // ever, by this agent: only then is its absence a sign
};

}  // namespace replwatch::tunnel
