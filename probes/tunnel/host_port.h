// Host and port of an `accept` or `connect` value: "3307" is every address. Empty when it is neither.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace replwatch::tunnel {

struct HostPort {
  std::string host;  // "" = any
  std::uint16_t port = 0;
  bool operator==(const HostPort&) const = default;
};
std::optional<HostPort> parse_host_port(std::string_view text);

}  // namespace replwatch::tunnel
