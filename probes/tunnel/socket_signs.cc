#include "probes/tunnel/socket_signs.h"

#include <algorithm>

namespace replwatch::tunnel {
namespace {

bool is_ending(TcpState state) {
  using enum TcpState;
  return state == fin_wait1 || state == fin_wait2 || state == close_wait || state == last_ack ||
         state == closing;
}

}  // namespace

// The kernel's floor is 200 ms.
Duration own_time_out(const Socket::TcpFacts& info) {
  return std::max<Duration>(info.rto / (1u << std::min<unsigned>(info.backoff, 16)),
                            std::chrono::milliseconds(200));
}

bool is_cut_for_sender(const Socket& socket) {
  if (socket.state != TcpState::established || !socket.info || socket.info->unacked == 0) return false;
  const Socket::TcpFacts& info = *socket.info;
  const Duration base = own_time_out(info);
  const Duration limit = std::max<Duration>(std::chrono::seconds(3), 8 * base);
  return (info.backoff >= 3 && info.last_ack_received > std::chrono::seconds(1) &&
          info.last_ack_received > 6 * base) ||
         info.last_ack_received > limit;
}

std::size_t count_leftovers(const TunnelSockets& sockets) {
  const auto cut = std::ranges::count_if(sockets.far, is_cut_for_sender);
  const auto established = std::ranges::count(sockets.far, TcpState::established, &Socket::state);
  const auto ending =
      std::ranges::count_if(sockets.far, [](const Socket& each) { return is_ending(each.state); });
  // Where all are cut it is the line.
  return static_cast<std::size_t>(ending + (established > cut ? cut : 0));
}

}  // namespace replwatch::tunnel
