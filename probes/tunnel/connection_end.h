// How stunnel says that a connection is over: the status of both sides and the bytes sent each way.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace replwatch::tunnel {

struct ConnectionEnd {
  std::string_view status;  // "closed", "reset", from 5.68 on also "closed/reset" and "reset/closed"
  std::uint64_t to_tls = 0, to_socket = 0;

  bool is_reset() const { return status.find("reset") != std::string_view::npos; }
  bool operator==(const ConnectionEnd&) const = default;
};

// Takes what stands behind "Connection ": "closed: 164 byte(s) sent to TLS, 100 byte(s) sent to socket".
std::optional<ConnectionEnd> parse_connection_end(std::string_view words);

}  // namespace replwatch::tunnel
