#include "probes/tunnel/socket_watch.h"

#include <algorithm>

namespace replwatch::tunnel {
namespace {

void earliest(std::optional<Instant>& kept, const std::optional<Instant>& other) {
  if (other && (!kept || *other < *kept)) kept = other;
}

// The handshake's first message has been delivered, and not one byte has come back.
bool waits_for_first_byte(const Socket& socket) {
  return socket.state == TcpState::established && socket.info && socket.info->bytes_acked > 1 &&
         socket.info->unacked == 0 && socket.info->bytes_received == 0;
}

}  // namespace

bool is_cut_for_sender(const Socket& socket) {
  if (socket.state != TcpState::established || !socket.info || socket.info->unacked == 0) return false;
  const Socket::TcpFacts& info = *socket.info;
  // `rto` has been doubled `backoff` times: undo that for the time-out that the path itself deserves.
  const Duration base = std::max<Duration>(info.rto / (1u << std::min<unsigned>(info.backoff, 16)),
                                           std::chrono::milliseconds(200));
  const Duration limit = std::max<Duration>(std::chrono::seconds(3), 8 * base);
  return (info.backoff >= 3 && info.last_ack_received > std::chrono::seconds(1) &&
          info.last_ack_received > 6 * base) ||
         info.last_ack_received > limit;
}

SocketWatch::Before SocketWatch::next(const Socket& socket, const Before* before, Instant sampled) const {
  Before now;
  now.receive_queue = socket.receive_queue;
  if (socket.info) {
    now.bytes_received = socket.info->bytes_received;
    now.retransmits = socket.info->total_retransmits;
  }
  const bool alive = socket.state == TcpState::established || socket.state == TcpState::close_wait;
  // The kernel counts the other's FIN as a byte: that alone is what a stunnel leaves while it still connects.
  const std::uint32_t farewell = socket.state == TcpState::close_wait ? 1 : 0;
  if (alive && socket.receive_queue > farewell) {
    const bool stuck =
        before != nullptr && before->receive_queue > 0 &&
        socket.receive_queue - before->receive_queue == now.bytes_received - before->bytes_received;
    now.unread_since = stuck && before->unread_since ? before->unread_since : std::optional(sampled);
  }
  if (waits_for_first_byte(socket)) {
    now.unanswered_since = before != nullptr && before->unanswered_since
                               ? before->unanswered_since
                               : std::optional(sampled - socket.info->last_data_sent);
  }
  if (socket.state == TcpState::syn_sent) {
    now.connecting_since =
        before != nullptr && before->connecting_since ? before->connecting_since : std::optional(sampled);
  }
  if (socket.info && socket.info->unacked == 0) {
    now.acknowledged_at = sampled;
  } else if (before != nullptr) {
    now.acknowledged_at = before->acknowledged_at;
  }
  return now;
}

void SocketWatch::look(const TunnelSockets& sockets, Instant sampled, TunnelState& state) {
  state.far_unacknowledged_since.reset();
  state.handshake_unanswered_since.reset();
  state.connect_unanswered_since.reset();
  state.far_unread_since.reset();
  state.near_unread_since.reset();
  const auto pass = [&](const std::vector<Socket>& leg, std::map<Key, Before>& known, bool far) {
    std::map<Key, Before> fresh;
    for (const Socket& socket : leg) {
      const Key key{socket.local, socket.remote};
      const auto found = known.find(key);
      const Before* before = found == known.end() ? nullptr : &found->second;
      const Before seen = next(socket, before, sampled);
      earliest(far ? state.far_unread_since : state.near_unread_since, seen.unread_since);
      if (far) {
        earliest(state.handshake_unanswered_since, seen.unanswered_since);
        if (is_cut_for_sender(socket)) {
          // An idle connection's last acknowledgement is old without any fault.
          const Instant acknowledged = sampled - socket.info->last_ack_received;
          earliest(state.far_unacknowledged_since,
                   std::max(acknowledged, seen.acknowledged_at.value_or(acknowledged)));
        }
        if (socket.info && socket.info->total_retransmits > 0) {
          earliest(state.connect_unanswered_since, seen.connecting_since);
        }
        const std::uint32_t counted = before == nullptr ? 0 : before->retransmits;
        state.retransmits += seen.retransmits > counted ? seen.retransmits - counted : 0;
      }
      fresh.emplace(key, seen);
    }
    known = std::move(fresh);
  };
  pass(sockets.near, near_, false);
  pass(sockets.far, far_, true);
  if (sockets.listener) state.listener_seen = true;
  const bool waiting = sockets.listener && sockets.listener->receive_queue > 0;
  waiting_since_ = !waiting ? std::nullopt : waiting_since_ ? waiting_since_ : std::optional(sampled);
  earliest(state.side == Side::client ? state.near_unread_since : state.far_unread_since, waiting_since_);
}

}  // namespace replwatch::tunnel
