// Who is connected to the server side of a tunnel: the sockets say from where, the log by which certificate,
// and the configuration who is expected. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probes/tunnel/socket_table.h"

namespace replwatch::tunnel {

// A connection that the log has opened and not ended, as written there; "" where no line says so. A resumed
// TLS session writes no certificate.
struct OpenConnection {
  std::string service, peer, subject;
  std::string near;  // the stunnel's own end of the connection to the server: what the server sees
  bool operator==(const OpenConnection&) const = default;
};

// A replica that may be connected: by the subject of its certificate, its address, or both; "" = any.
struct ExpectedReplica {
  std::string name, subject, address;
  bool operator==(const ExpectedReplica&) const = default;
};

enum class Standing { expected, stranger, not_told };
constexpr std::string_view code(Standing standing) {
  constexpr std::string_view kCodes[] = {"expected", "stranger", "not_told"};
  return kCodes[static_cast<std::size_t>(standing)];
}

struct TunnelClient {
  Address peer;
  std::string subject;  // in comma form; "" = not told
  std::optional<std::uint16_t> near_port;
  Standing standing = Standing::not_told;
  std::string name;         // of the expected replica; "" otherwise
  bool replicates = false;  // a dump thread of a server that is watched sends to it
  bool operator==(const TunnelClient&) const = default;
};

// Of the established sockets `far` and `near` of a server side. Without an expectation nobody is a stranger.
std::vector<TunnelClient> clients_of(const std::vector<Socket>& far, const std::vector<Socket>& near,
                                     const std::vector<OpenConnection>& open,
                                     const std::vector<ExpectedReplica>& expected);

// Marks the clients that dump threads serve; `hosts` as the server's process list has them
// ("localhost:41000").
void note_dump_threads(std::vector<TunnelClient>& clients, const std::vector<std::string>& hosts);

}  // namespace replwatch::tunnel
