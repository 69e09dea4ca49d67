#include "probes/io/socket_diag.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/io/fake_server.h"

namespace replwatch::io {
namespace {

using tunnel::Socket;
using tunnel::TcpState;

// A listener and one connection to it, both this test's own.
class Pair {
 public:
  explicit Pair(int family)
      : family_(family), listener_(socket(family, SOCK_STREAM, 0)), client_(socket(family, SOCK_STREAM, 0)) {
    sockaddr_storage address{};
    address.ss_family = static_cast<sa_family_t>(family);
    socklen_t length = family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
    if (family == AF_INET) {
      reinterpret_cast<sockaddr_in&>(address).sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    } else {
      reinterpret_cast<sockaddr_in6&>(address).sin6_addr = in6addr_any;
    }
    usable_ = bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), length) == 0;
    listen(listener_.get(), 7);
    getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &length);
    port = ntohs(reinterpret_cast<sockaddr_in&>(address).sin_port);
  }
  // To 127.0.0.1 in any case: of an IPv6 listener that makes a mapped address.
  void connect() {
    client_ = Fd(socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    usable_ = usable_ && ::connect(client_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  void accept() { accepted_ = Fd(::accept(listener_.get(), nullptr, nullptr)); }
  void send(std::string_view bytes) const {
    usable_ = ::send(client_.get(), bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size());
  }
  void receive() const {
    char block[100];
    usable_ = recv(accepted_.get(), block, sizeof block, 0) > 0;
  }
  bool usable() const { return usable_; }

  std::uint16_t port = 0;

 private:
  int family_;
  Fd listener_, client_, accepted_;
  mutable bool usable_ = false;
};

std::vector<Socket> listed(std::uint16_t port) {
  const auto found = list_tcp_sockets({port});
  EXPECT_TRUE(found) << found.error().text;
  return found ? *found : std::vector<Socket>{};
}

const Socket* with(const std::vector<Socket>& sockets, TcpState state, std::uint16_t local_port) {
  const auto found = std::ranges::find_if(
      sockets, [&](const Socket& each) { return each.state == state && each.local.port == local_port; });
  return found == sockets.end() ? nullptr : &*found;
}

TEST(SocketDiag, SeesAListenerAndHowManyWaitThere) {
  Pair pair(AF_INET);
  auto sockets = listed(pair.port);
  const Socket* listener = with(sockets, TcpState::listen, pair.port);
  ASSERT_NE(listener, nullptr);
  EXPECT_EQ(listener->local.ip, "127.0.0.1");
  EXPECT_EQ(listener->receive_queue, 0u);
  EXPECT_EQ(listener->send_queue, 7u) << "its limit";
  EXPECT_EQ(listener->uid, getuid());
  EXPECT_NE(listener->inode, 0u);
  pair.connect();
  ASSERT_TRUE(pair.usable());
  sockets = listed(pair.port);
  listener = with(sockets, TcpState::listen, pair.port);
  ASSERT_NE(listener, nullptr);
  EXPECT_EQ(listener->receive_queue, 1u);
  const Socket* waiting = with(sockets, TcpState::established, pair.port);
  ASSERT_NE(waiting, nullptr);
  EXPECT_EQ(waiting->inode, 0u) << "nobody has accepted it";
}

TEST(SocketDiag, TellsBytesReceivedUnreadAndAcknowledged) {
  Pair pair(AF_INET);
  pair.connect();
  pair.accept();
  pair.send("twelve bytes");
  const auto sockets = listed(pair.port);
  const Socket* server = with(sockets, TcpState::established, pair.port);
  ASSERT_NE(server, nullptr);
  ASSERT_TRUE(server->info);
  EXPECT_EQ(server->receive_queue, 12u);
  EXPECT_EQ(server->info->bytes_received, 12u);
  EXPECT_LT(server->info->last_data_received, std::chrono::seconds(30));
  const Socket* client = with(sockets, TcpState::established, server->remote.port);
  ASSERT_NE(client, nullptr);
  ASSERT_TRUE(client->info);
  EXPECT_EQ(client->remote.port, pair.port);
  EXPECT_EQ(client->info->bytes_acked, 13u) << "and the SYN";
  EXPECT_EQ(client->info->unacked, 0u);
  EXPECT_EQ(client->info->backoff, 0u);
  EXPECT_GT(client->info->rto, Duration::zero());
  pair.receive();
  const auto after = listed(pair.port);
  ASSERT_NE(with(after, TcpState::established, pair.port), nullptr);
  EXPECT_EQ(with(after, TcpState::established, pair.port)->receive_queue, 0u);
  EXPECT_EQ(with(after, TcpState::established, pair.port)->info->bytes_received, 12u);
}

TEST(SocketDiag, AMappedAddressIsWrittenAsItsIpv4) {
  Pair pair(AF_INET6);
  pair.connect();
  if (!pair.usable()) GTEST_SKIP() << "this kernel has no IPv6";
  const auto sockets = listed(pair.port);
  const Socket* listener = with(sockets, TcpState::listen, pair.port);
  ASSERT_NE(listener, nullptr);
  EXPECT_EQ(listener->local.ip, "::");
  const Socket* server = with(sockets, TcpState::established, pair.port);
  ASSERT_NE(server, nullptr);
  EXPECT_EQ(server->local.ip, "127.0.0.1");
  EXPECT_EQ(server->remote.ip, "127.0.0.1");
}

TEST(SocketDiag, EachOfSeveralPortsIsListedWhereverItStands) {
  Pair first(AF_INET), second(AF_INET), third(AF_INET);
  third.connect();
  third.accept();
  const auto found = list_tcp_sockets({first.port, second.port, third.port});
  ASSERT_TRUE(found);
  for (const std::uint16_t port : {first.port, second.port, third.port}) {
    EXPECT_NE(with(*found, TcpState::listen, port), nullptr) << port;
  }
  const Socket* server = with(*found, TcpState::established, third.port);
  ASSERT_NE(server, nullptr);
  EXPECT_NE(with(*found, TcpState::established, server->remote.port), nullptr) << "by its remote port";
}

TEST(SocketDiag, ListsNothingOfOtherPorts) {
  Pair pair(AF_INET), other(AF_INET);
  for (const Socket& each : listed(pair.port)) {
    EXPECT_TRUE(each.local.port == pair.port || each.remote.port == pair.port);
  }
  EXPECT_TRUE(list_tcp_sockets({}).value().empty());
}

}  // namespace
}  // namespace replwatch::io
