// What a tunnel's record says at the moment of answering; NaN when not known or too old. Counts hold their
// value.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "exporters/view.h"

namespace replwatch::exporters {

// The states of a connection by the name the kernel's tools give them; both kinds of SYN-RECV are one.
inline constexpr std::array<std::string_view, 10> kConnectionStates{
    "established", "syn_sent", "syn_recv",   "fin_wait1", "fin_wait2",
    "time_wait",   "close",    "close_wait", "last_ack",  "closing"};
std::string_view code(tunnel::TcpState state);  // "listen" too

const tunnel::TunnelSockets* sockets_of(const TunnelRecord& tunnel, const View& view);
double listening(const TunnelRecord& tunnel, const View& view);
double connections(const TunnelRecord& tunnel, const View& view, tunnel::Leg leg, std::string_view state);
// The longest round trip of an established connection between the two stunnels; NaN when there is none.
double rtt_seconds(const TunnelRecord& tunnel, const View& view);
// When data came last from the other stunnel, on any connection between the two.
std::optional<Instant> last_receive(const TunnelRecord& tunnel, const View& view);
double waiting(const TunnelRecord& tunnel, const View& view);    // connections that nobody has accepted
double leftovers(const TunnelRecord& tunnel, const View& view);  // probes/tunnel/socket_signs.h
double verification_configured(const TunnelRecord& tunnel, const View& view);

// What the log has said so far; all 0 before it was read first.
const tunnel::LogCounts& counts_of(const TunnelRecord& tunnel);
std::uint64_t count(const std::map<std::string, std::uint64_t>& counts, std::string_view reason);
double last_verify_ok(const TunnelRecord& tunnel);  // seconds since 1970

}  // namespace replwatch::exporters
