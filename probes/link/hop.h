// The hops of a link in the order of the data, and how each stands.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace replwatch::link {

enum class Hop { source, tunnel_server, network, tunnel_client, io_thread, sql_thread };
inline constexpr std::array<Hop, 6> kHops{Hop::source,        Hop::tunnel_server, Hop::network,
                                          Hop::tunnel_client, Hop::io_thread,     Hop::sql_thread};
constexpr std::string_view code(Hop hop) {
  constexpr std::array<std::string_view, 6> kCodes{"source",        "tunnel_server", "network",
                                                   "tunnel_client", "io_thread",     "sql_thread"};
  return kCodes[static_cast<std::size_t>(hop)];
}

enum class HopState { ok, broken, suspect, unknown };
inline constexpr std::array<HopState, 4> kHopStates{HopState::ok, HopState::broken, HopState::suspect,
                                                    HopState::unknown};
constexpr std::string_view code(HopState state) {
  constexpr std::array<std::string_view, 4> kCodes{"ok", "broken", "suspect", "unknown"};
  return kCodes[static_cast<std::size_t>(state)];
}

using Hops = std::array<HopState, 6>;  // indexed by Hop

}  // namespace replwatch::link
