#include "probes/tunnel/socket_legs.h"

#include <gtest/gtest.h>

namespace replwatch::tunnel {
namespace {

Socket socket(const char* local, std::uint16_t local_port, const char* remote, std::uint16_t remote_port,
              TcpState state = TcpState::established) {
  Socket socket;
  socket.state = state;
  socket.local = {local, local_port};
  socket.remote = {remote, remote_port};
  return socket;
}
Socket listener(const char* ip, std::uint16_t port) {
  return socket(ip, port, "0.0.0.0", 0, TcpState::listen);
}

Service service(Side side, std::string accept, std::vector<std::string> connect) {
  Service service;
  service.side = side;
  service.accept = std::move(accept);
  service.connect = std::move(connect);
  return service;
}
const Service kClient = service(Side::client, "127.0.0.1:3307", {"server1.domain.one:3307"});
const Service kServer = service(Side::server, "3307", {"127.0.0.1:3306"});

// What the replica's host shows of the manual's pair: the same port number on both legs.
const Socket kNear = socket("127.0.0.1", 3307, "127.0.0.1", 40000);
const Socket kReplicasEnd = socket("127.0.0.1", 40000, "127.0.0.1", 3307);
const Socket kFar = socket("10.0.0.2", 50000, "10.0.0.1", 3307);

TEST(SocketLegs, TheManualsSamePortOnBothLegsIsToldApart) {
  const TunnelSockets sorted =
      sort_sockets(kClient, {listener("127.0.0.1", 3307), kReplicasEnd, kNear, kFar});
  ASSERT_TRUE(sorted.listener);
  EXPECT_EQ(sorted.near, std::vector{kNear}) << "the replica's own end is not the stunnel's";
  EXPECT_EQ(sorted.far, std::vector{kFar});
}

TEST(SocketLegs, TheServersSideHasItsFarLegComingIn) {
  const Socket far = socket("10.0.0.1", 3307, "10.0.0.2", 50000);
  const Socket near = socket("127.0.0.1", 41000, "127.0.0.1", 3306);
  const Socket database = socket("127.0.0.1", 3306, "127.0.0.1", 41000);
  const TunnelSockets sorted = sort_sockets(kServer, {listener("0.0.0.0", 3307), database, near, far});
  ASSERT_TRUE(sorted.listener);
  EXPECT_EQ(sorted.far, std::vector{far});
  EXPECT_EQ(sorted.near, std::vector{near});
}

TEST(SocketLegs, AListenerOnEveryAddressIsReachedByAnyOfThisHosts) {
  const Service anywhere = service(Side::client, ":::3307", {"server1.domain.one:3307"});
  const Socket near = socket("10.0.0.2", 3307, "10.0.0.2", 40000);
  const Socket replicas = socket("10.0.0.2", 40000, "10.0.0.2", 3307);
  const TunnelSockets sorted =
      sort_sockets(anywhere, {listener("::", 3307), near, replicas, kNear, kReplicasEnd, kFar});
  ASSERT_TRUE(sorted.listener);
  EXPECT_EQ(sorted.near, (std::vector{near, kNear}));
  EXPECT_EQ(sorted.far, std::vector{kFar});
}

TEST(SocketLegs, AListenerOnEveryIpv4AddressServesNoIpv6One) {
  const Service six = service(Side::client, "::1:3307", {"2001:db8::1:3307"});
  EXPECT_FALSE(sort_sockets(six, {listener("0.0.0.0", 3307)}).listener);
  EXPECT_TRUE(sort_sockets(six, {listener("::", 3307)}).listener);
  EXPECT_TRUE(sort_sockets(kClient, {listener("::", 3307)}).listener) << "IPv4 comes there as mapped";
  EXPECT_TRUE(sort_sockets(kServer, {listener("0.0.0.0", 3307)}).listener);
}

TEST(SocketLegs, Ipv6IsSortedLikeIpv4) {
  const Service six = service(Side::client, "::1:3307", {"2001:db8::1:3307"});
  const Socket near = socket("::1", 3307, "::1", 40000), replicas = socket("::1", 40000, "::1", 3307);
  const Socket far = socket("2001:db8::2", 50000, "2001:db8::1", 3307);
  const TunnelSockets sorted = sort_sockets(six, {listener("::1", 3307), near, replicas, far});
  ASSERT_TRUE(sorted.listener);
  EXPECT_EQ(sorted.near, std::vector{near});
  EXPECT_EQ(sorted.far, std::vector{far});
}

TEST(SocketLegs, WhatStandsOnAnotherAddressOfThePortIsNotThisService) {
  const TunnelSockets sorted =
      sort_sockets(kClient, {listener("10.0.0.2", 3307), socket("10.0.0.2", 3307, "10.0.0.9", 40000)});
  EXPECT_FALSE(sorted.listener);
  EXPECT_TRUE(sorted.near.empty());
  EXPECT_TRUE(sorted.far.empty());
  const Service numbered = service(Side::client, "127.0.0.1:3307", {"10.0.0.1:3307"});
  EXPECT_TRUE(sort_sockets(numbered, {socket("10.0.0.2", 50000, "10.0.0.3", 3307)}).far.empty());
}

TEST(SocketLegs, TheListenerOfTheVeryAddressIsPreferredToOneOnEvery) {
  for (const auto& order : {std::vector{listener("0.0.0.0", 3307), listener("127.0.0.1", 3307)},
                            std::vector{listener("127.0.0.1", 3307), listener("0.0.0.0", 3307)}}) {
    const TunnelSockets sorted = sort_sockets(kClient, order);
    ASSERT_TRUE(sorted.listener);
    EXPECT_EQ(sorted.listener->local.ip, "127.0.0.1");
  }
}

TEST(SocketLegs, LegsHaveSocketsOfEveryStateButListen) {
  std::vector<Socket> sockets;
  for (int state = 1; state <= 12; ++state) {
    sockets.push_back(socket("127.0.0.1", 3307, "127.0.0.1", 40000, static_cast<TcpState>(state)));
  }
  const TunnelSockets sorted = sort_sockets(kClient, sockets);
  EXPECT_EQ(sorted.near.size(), 11u);
  EXPECT_TRUE(sorted.listener);
}

TEST(SocketLegs, EachOfSeveralSourcesIsAFarLeg) {
  const Service several = service(Side::client, "localhost:3307", {"10.0.0.1:3307", "10.0.0.3:3308"});
  const Socket other = socket("10.0.0.2", 50001, "10.0.0.3", 3308);
  EXPECT_EQ(sort_sockets(several, {kFar, other, kReplicasEnd}).far, (std::vector{kFar, other}));
  EXPECT_EQ(service_ports(several), (std::vector<std::uint16_t>{3307, 3307, 3308}));
}

TEST(SocketLegs, AnotherNetworkNamespaceShowsNothing) {
  const TunnelSockets sorted = sort_sockets(kClient, {});
  EXPECT_EQ(sorted, TunnelSockets{});
}

TEST(SocketLegs, AnAcceptThatCannotBeReadHasNoSockets) {
  EXPECT_EQ(sort_sockets(service(Side::client, "", {}), {kNear, kFar}), TunnelSockets{});
  EXPECT_TRUE(service_ports(service(Side::client, "", {"nonsense"})).empty());
}

}  // namespace
}  // namespace replwatch::tunnel
