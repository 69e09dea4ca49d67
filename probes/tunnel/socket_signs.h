// What one sample of a tunnel's sockets shows already, without the samples before it. Limits are measured:
// stunnel.md, part 6.
#pragma once

#include <cstddef>

#include "probes/tunnel/tunnel_state.h"

namespace replwatch::tunnel {

// The retransmission time-out that the path itself deserves: the kernel doubles it with each repetition.
Duration own_time_out(const Socket::TcpFacts& info);

// Whether the sender of this socket has waited for an acknowledgement longer than loss alone explains: judged
// against the socket's own retransmission time-out.
bool is_cut_for_sender(const Socket& socket);

// What an earlier connection left on the far leg and no replica uses any more: one side has ended it, or its
// bytes are not acknowledged while those of another connection are.
std::size_t count_leftovers(const TunnelSockets& sockets);

}  // namespace replwatch::tunnel
