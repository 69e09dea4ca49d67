#include "nagios/server_options.h"

#include <cstdint>
#include <optional>
#include <string>

#include "probes/io/environment.h"
#include "probes/text.h"

namespace replwatch::nagios {
namespace {

Failure refused(std::string text) { return {Reason::malformed, std::move(text)}; }

std::optional<std::uint16_t> parse_port(std::string_view text) {
  const auto port = parse_number<std::uint16_t>(text);
  return port && *port > 0 ? port : std::nullopt;
}

bool is_host(std::string_view text) {
  return !text.empty() && text.size() <= 255 && !text.starts_with('-') &&
         text.find_first_of(" /@|\t\r\n") == std::string_view::npos;
}

bool is_variable_name(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
  return !text.empty() && kDigits.find(text[0]) == std::string_view::npos &&
         text.find_first_not_of(kAllowed) == std::string_view::npos;
}

}  // namespace

Result<io::ServerAddress> server_address(const Options& options) {
  io::ServerAddress address;
  address.host = options.text(Opt::hostname);
  if (!is_host(address.host)) return refused("-H: a host name or an address is needed");
  const auto port = parse_port(options.text(Opt::port));
  if (!port) {
    return refused(
        "-p is the port here, 1 to 65535; a password comes from the option file (-f) or with --password-env");
  }
  address.port = *port;
  address.ipv4_only = options.given(Opt::ipv4);
  address.socket = options.text(Opt::socket);
  if (options.given(Opt::socket) && !address.socket.starts_with('/')) {
    return refused("-s: the whole path of the server's socket is needed");
  }
  address.defaults_file = options.text(Opt::defaults_file);
  address.defaults_group = options.text(Opt::defaults_group);
  address.user = options.text(Opt::user);
  if (options.given(Opt::password_env)) {
    if (!is_variable_name(options.text(Opt::password_env))) {
      return refused("--password-env: the name of an environment variable is needed, not the password");
    }
    const auto password = io::environment_variable(options.text(Opt::password_env));
    if (!password) return refused("--password-env: no such variable in the environment of this plugin");
    address.password = *password;
    address.has_password = true;
  }
  return address;
}

Result<io::ServerAddress> source_address(std::string_view text, const io::ServerAddress& replica) {
  const auto bad = [] { return refused("--source: HOST:PORT is needed, or [ADDRESS]:PORT for IPv6"); };
  io::ServerAddress address = replica;
  address.socket.clear();
  address.port = 3306;
  const std::size_t colon = text.rfind(':');
  std::string_view host = text, port;
  if (text.starts_with('[')) {
    const std::size_t bracket = text.find(']');
    if (bracket == std::string_view::npos) return bad();
    host = text.substr(1, bracket - 1);
    const std::string_view rest = text.substr(bracket + 1);
    if (!rest.empty() && !rest.starts_with(':')) return bad();
    port = rest;
  } else if (colon != std::string_view::npos) {
    host = text.substr(0, colon);
    if (host.find(':') != std::string_view::npos) return bad();
    port = text.substr(colon);
  }
  if (!is_host(host)) return bad();
  if (!port.empty()) {
    const auto number = parse_port(port.substr(1));
    if (!number) return bad();
    address.port = *number;
  }
  address.host = host;
  return address;
}

}  // namespace replwatch::nagios
