#include "exporters/tunnel_reading.h"

#include <algorithm>
#include <cmath>

#include "exporters/words.h"
#include "probes/tunnel/socket_signs.h"

namespace replwatch::exporters {

std::string_view code(tunnel::TcpState state) {
  using enum tunnel::TcpState;
  switch (state) {
    case established:
      return "established";
    case syn_sent:
      return "syn_sent";
    case syn_recv:
    case new_syn_recv:
      return "syn_recv";
    case fin_wait1:
      return "fin_wait1";
    case fin_wait2:
      return "fin_wait2";
    case time_wait:
      return "time_wait";
    case close_wait:
      return "close_wait";
    case last_ack:
      return "last_ack";
    case listen:
      return "listen";
    case closing:
      return "closing";
    case close:
      break;
  }
  return "close";
}

const tunnel::TunnelSockets* sockets_of(const TunnelRecord& tunnel, const View& view) {
  return view.fresh(tunnel.state.sockets, "sockets", tunnel.name);
}

double listening(const TunnelRecord& tunnel, const View& view) {
  const auto* sockets = sockets_of(tunnel, view);
  return sockets ? (sockets->listener ? 1 : 0) : kUnknown;
}

double connections(const TunnelRecord& tunnel, const View& view, tunnel::Leg leg, std::string_view state) {
  const auto* sockets = sockets_of(tunnel, view);
  if (!sockets) return kUnknown;
  const auto& ends = leg == tunnel::Leg::near ? sockets->near : sockets->far;
  return static_cast<double>(
      std::count_if(ends.begin(), ends.end(), [state](const auto& end) { return code(end.state) == state; }));
}

double rtt_seconds(const TunnelRecord& tunnel, const View& view) {
  const auto* sockets = sockets_of(tunnel, view);
  double longest = kUnknown;
  if (!sockets) return longest;
  for (const tunnel::Socket& end : sockets->far)
    if (end.state == tunnel::TcpState::established && end.info)
      longest = std::fmax(longest, seconds(end.info->rtt));
  return longest;
}

std::optional<Instant> last_receive(const TunnelRecord& tunnel, const View& view) {
  const auto* sockets = sockets_of(tunnel, view);
  std::optional<Instant> latest;
  if (!sockets) return latest;
  for (const tunnel::Socket& end : sockets->far)
    if (end.state == tunnel::TcpState::established && end.info)
      latest = std::max(latest, std::optional(tunnel.state.sockets.answered - end.info->last_data_received));
  return latest;
}

double waiting(const TunnelRecord& tunnel, const View& view) {
  const auto* sockets = sockets_of(tunnel, view);
  return sockets && sockets->listener ? sockets->listener->receive_queue : kUnknown;
}

double leftovers(const TunnelRecord& tunnel, const View& view) {
  const auto* sockets = sockets_of(tunnel, view);
  return sockets ? static_cast<double>(tunnel::count_leftovers(*sockets)) : kUnknown;
}

double verification_configured(const TunnelRecord& tunnel, const View& view) {
  const auto* conf = view.fresh(tunnel.state.conf, "stunnel_conf", tunnel.name);
  return conf ? (tunnel.state.service.verifies() ? 1 : 0) : kUnknown;
}

const tunnel::LogCounts& counts_of(const TunnelRecord& tunnel) {
  static const tunnel::LogCounts kNone;
  return tunnel.state.log.value ? tunnel.state.log.value->counts : kNone;
}

std::uint64_t count(const std::map<std::string, std::uint64_t>& counts, std::string_view reason) {
  const auto found = counts.find(std::string(reason));
  return found != counts.end() ? found->second : 0;
}

double last_verify_ok(const TunnelRecord& tunnel) {
  const bool known = tunnel.state.log.value && tunnel.state.log.value->last_verify_ok;
  return known ? timestamp(*tunnel.state.log.value->last_verify_ok) : kUnknown;
}

}  // namespace replwatch::exporters
