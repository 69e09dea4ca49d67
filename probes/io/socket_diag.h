// The kernel's TCP sockets of this network namespace, by INET_DIAG with TCP_INFO. Works for any user.
#pragma once

#include <cstdint>
#include <vector>

#include "probes/result.h"
#include "probes/tunnel/socket_table.h"

namespace replwatch::io {

// IPv4 and IPv6, all states but those that `ports` do not name: a socket is listed when its local or remote
// port is one of `ports`. Never blocks longer than the kernel needs to answer.
Result<std::vector<tunnel::Socket>> list_tcp_sockets(const std::vector<std::uint16_t>& ports);

}  // namespace replwatch::io
