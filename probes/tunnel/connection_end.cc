#include "probes/tunnel/connection_end.h"

#include "probes/text.h"
#include "probes/tunnel/words.h"

namespace replwatch::tunnel {
namespace {

bool eat_side(std::string_view& words) { return eat(words, "closed") || eat(words, "reset"); }

// "164 byte(s) sent to ": the number; takes the words off `words`.
std::optional<std::uint64_t> eat_bytes(std::string_view& words) {
  const std::size_t blank = words.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const auto bytes = parse_number<std::uint64_t>(words.substr(0, blank));
  words.remove_prefix(blank + 1);
  if (!eat(words, "byte(s) sent to ") && !eat(words, "bytes sent to ")) return std::nullopt;
  return bytes;
}

}  // namespace

std::optional<ConnectionEnd> parse_connection_end(std::string_view words) {
  const std::string_view whole = words;
  if (!eat_side(words) || (eat(words, "/") && !eat_side(words))) return std::nullopt;
  ConnectionEnd end;
  end.status = whole.substr(0, whole.size() - words.size());
  if (!eat(words, ": ")) return std::nullopt;
  const auto to_tls = eat_bytes(words);
  if (!to_tls || !(eat(words, "SSL, ") || eat(words, "TLS, "))) return std::nullopt;
  const auto to_socket = eat_bytes(words);
  if (!to_socket || !eat(words, "socket") || !(words.empty() || words.starts_with(": "))) return std::nullopt;
  end.to_tls = *to_tls;
  end.to_socket = *to_socket;
  return end;
}

}  // namespace replwatch::tunnel
