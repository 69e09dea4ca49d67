#include "probes/tunnel/host_port.h"

#include "probes/text.h"

namespace replwatch::tunnel {

std::optional<HostPort> parse_host_port(std::string_view text) {
  text = trim(text);
  const std::size_t colon = text.rfind(':');
  const auto port =
      parse_number<std::uint16_t>(colon == std::string_view::npos ? text : text.substr(colon + 1));
  if (!port || *port == 0) return std::nullopt;
  std::string_view host = colon == std::string_view::npos ? std::string_view{} : text.substr(0, colon);
  if (host.size() > 2 && host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host.size() > 255 || host.find_first_of(" \t/\"") != std::string_view::npos) return std::nullopt;
  return HostPort{std::string(host), *port};
}

}  // namespace replwatch::tunnel
