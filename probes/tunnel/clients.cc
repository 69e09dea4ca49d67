#include "probes/tunnel/clients.h"

#include <algorithm>

#include "probes/text.h"
#include "probes/tunnel/host_port.h"
#include "probes/tunnel/subject_name.h"

namespace replwatch::tunnel {
namespace {

constexpr std::string_view kMapped = "::ffff:";

std::optional<HostPort> written_end(std::string_view text) {
  auto end = parse_host_port(text);
  if (end && end->host.starts_with(kMapped)) end->host.erase(0, kMapped.size());
  return end;
}

bool is_at(std::string_view written, const Address& address) {
  const auto end = written_end(written);
  return end && end->host == address.ip && end->port == address.port;
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

// A resumed session names no certificate: the same host's other connection does.
std::string subject_of(const TunnelClient& client, const OpenConnection* own,
                       const std::vector<OpenConnection>& open) {
  if (own != nullptr && !own->subject.empty()) return own->subject;
  for (const OpenConnection& each : open) {
    const auto end = written_end(each.peer);
    if (end && end->host == client.peer.ip && !each.subject.empty()) return each.subject;
  }
  return "";
}

void judge(TunnelClient& client, const std::vector<ExpectedReplica>& expected) {
  if (expected.empty()) return;
  client.standing = Standing::stranger;
  for (const ExpectedReplica& each : expected) {
    if (!each.address.empty() && each.address != client.peer.ip) continue;
    if (!each.subject.empty() && client.subject.empty()) {
      client.standing = Standing::not_told;
    } else if (each.subject.empty() || subject_in_comma_form(each.subject) == client.subject) {
      client.standing = Standing::expected;
      client.name = each.name;
      return;
    }
  }
}

}  // namespace

std::vector<TunnelClient> clients_of(const std::vector<Socket>& far, const std::vector<Socket>& near,
                                     const std::vector<OpenConnection>& open,
                                     const std::vector<ExpectedReplica>& expected) {
  std::vector<TunnelClient> clients;
  for (const Socket& socket : far) {
    if (socket.state != TcpState::established) continue;
    TunnelClient client;
    client.peer = socket.remote;
    const auto own = std::ranges::find_if(
        open, [&](const OpenConnection& each) { return is_at(each.peer, socket.remote); });
    client.subject = subject_of(client, own == open.end() ? nullptr : &*own, open);
    if (own != open.end()) {
      // The log can be of a connection that is gone: the socket has to be there.
      const auto end =
          std::ranges::find_if(near, [&](const Socket& each) { return is_at(own->near, each.local); });
      if (end != near.end()) client.near_port = end->local.port;
    }
    judge(client, expected);
    clients.push_back(std::move(client));
  }
  return clients;
}

void note_dump_threads(std::vector<TunnelClient>& clients, const std::vector<std::string>& hosts) {
  for (TunnelClient& client : clients) {
    client.replicates = std::ranges::any_of(hosts, [&](const std::string& host) {
      const auto end = written_end(host);
      return end && client.near_port == end->port && is_loopback(end->host);
    });
  }
}

}  // namespace replwatch::tunnel
