// What a tunnel's sockets say over time: one sample is never a verdict, so each sign is dated by the first
// sample of the unbroken row that showed it. Signs and limits are measured: stunnel.md, part 6.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "probes/instant.h"
#include "probes/tunnel/tunnel_state.h"

namespace replwatch::tunnel {

class SocketWatch {
 public:
  // Takes the next sample and dates its signs in `state` (the *_since members, retransmits, listener_seen).
  void look(const TunnelSockets& sockets, Instant sampled, TunnelState& state);

 private:
  using Key = std::pair<Address, Address>;
  struct Before {
    std::uint32_t receive_queue = 0;
    std::uint64_t bytes_received = 0, bytes_sent = 0;
    std::uint32_t retransmits = 0;
    std::optional<Instant> unread_since, unanswered_since, connecting_since;
    std::optional<Instant> acknowledged_at;  // the last sample with nothing under way
  };

  Before next(const Socket& socket, const Before* before, Instant sampled) const;
  void date_far(const Socket& socket, const Before& seen, Instant sampled, TunnelState& state) const;
  void count_far(const Before& seen, const Before* before, TunnelState& state) const;

  std::map<Key, Before> near_, far_;
  std::optional<Instant> waiting_since_;  // connections that nobody accepts
  bool looked_ = false;                   // what the first look finds moved its bytes before the agent came
};

}  // namespace replwatch::tunnel
