// Our own end of a socket.
#pragma once

#include <cstdint>

namespace replwatch::io {

// The local TCP port of an open socket; 0 when it has none (a UNIX socket, or no socket).
std::uint16_t local_port_of(int fd);

}  // namespace replwatch::io
