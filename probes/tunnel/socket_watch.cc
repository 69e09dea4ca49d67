#include "probes/tunnel/socket_watch.h"

#include <algorithm>

#include "probes/tunnel/socket_signs.h"

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

// On a bad line the answer is lost, and lost again: the other end repeats it after one and three time-outs.
bool is_past_patience(const Socket::TcpFacts& info, Duration waited) {
  return waited > 4 * own_time_out(info);
}

// The kernel repeats the first segment after 1, 3 and 7 s, whatever the path: once is no sign.
constexpr std::uint32_t kRepeatedConnect = 2;

}  // namespace

SocketWatch::Before SocketWatch::next(const Socket& socket, const Before* before, Instant sampled) const {
  Before now;
  now.receive_queue = socket.receive_queue;
  if (socket.info) {
    now.bytes_received = socket.info->bytes_received;
    now.bytes_sent = socket.info->bytes_acked;
    now.retransmits = socket.info->total_retransmits;
  } else if (before != nullptr) {
    now.bytes_received = before->bytes_received;
    now.bytes_sent = before->bytes_sent;
    now.retransmits = before->retransmits;
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

void SocketWatch::date_far(const Socket& socket, const Before& seen, Instant sampled,
                           TunnelState& state) const {
  if (seen.unanswered_since && is_past_patience(*socket.info, sampled - *seen.unanswered_since)) {
    earliest(state.handshake_unanswered_since, seen.unanswered_since);
  }
  if (is_cut_for_sender(socket)) {
    // An idle connection's last acknowledgement is old without any fault.
    const Instant acknowledged = sampled - socket.info->last_ack_received;
    earliest(state.far_unacknowledged_since,
             std::max(acknowledged, seen.acknowledged_at.value_or(acknowledged)));
  }
  if (socket.info && socket.info->total_retransmits >= kRepeatedConnect) {
    earliest(state.connect_unanswered_since, seen.connecting_since);
  }
}

void SocketWatch::count_far(const Before& seen, const Before* before, TunnelState& state) const {
  const std::uint32_t counted = before == nullptr ? 0 : before->retransmits;
  state.retransmits += seen.retransmits > counted ? seen.retransmits - counted : 0;
  if (before == nullptr && !looked_) return;
  // Fewer bytes than before: another connection between the same ports.
  const auto moved = [](std::uint64_t now, std::uint64_t then) { return now >= then ? now - then : now; };
  state.received_bytes += moved(seen.bytes_received, before == nullptr ? 0 : before->bytes_received);
  state.sent_bytes += moved(seen.bytes_sent, before == nullptr ? 0 : before->bytes_sent);
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
        date_far(socket, seen, sampled, state);
        count_far(seen, before, state);
      }
      fresh.emplace(key, seen);
    }
    known = std::move(fresh);
  };
  pass(sockets.near, near_, false);
  pass(sockets.far, far_, true);
  looked_ = true;
  if (sockets.listener) state.listener_seen = true;
  const bool waiting = sockets.listener && sockets.listener->receive_queue > 0;
  waiting_since_ = !waiting ? std::nullopt : waiting_since_ ? waiting_since_ : std::optional(sampled);
  earliest(state.side == Side::client ? state.near_unread_since : state.far_unread_since, waiting_since_);
}

}  // namespace replwatch::tunnel
