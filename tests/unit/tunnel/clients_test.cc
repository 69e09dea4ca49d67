#include "probes/tunnel/clients.h"

#include <gtest/gtest.h>

namespace replwatch::tunnel {
namespace {

Socket socket(const char* local, std::uint16_t local_port, const char* remote, std::uint16_t remote_port) {
  Socket one;
  one.state = TcpState::established;
  one.local = {local, local_port};
  one.remote = {remote, remote_port};
  return one;
}

const std::vector<Socket> kFar{socket("10.0.0.1", 3307, "10.0.0.2", 50000),
                               socket("10.0.0.1", 3307, "10.0.0.9", 50000)};
const std::vector<Socket> kNear{socket("127.0.0.1", 41000, "127.0.0.1", 3306),
                                socket("127.0.0.1", 41001, "127.0.0.1", 3306)};
const std::vector<OpenConnection> kOpen{
    {"mysql", "10.0.0.2:50000", "DC=es, CN=host/server2.domain.two", "127.0.0.1:41000"},
    {"mysql", "::ffff:10.0.0.9:50000", "CN=nobody", "127.0.0.1:41001"}};

Standing standing_of(const ExpectedReplica& expected, std::size_t which = 0,
                     const std::vector<OpenConnection>& open = kOpen) {
  return clients_of(kFar, kNear, open, {expected}).at(which).standing;
}

TEST(Clients, BothEndsAndTheCertificateAreJoined) {
  const auto clients = clients_of(kFar, kNear, kOpen, {});
  ASSERT_EQ(clients.size(), 2u);
  EXPECT_EQ(clients[0].subject, "DC=es, CN=host/server2.domain.two");
  EXPECT_EQ(clients[0].near_port, 41000);
  EXPECT_EQ(clients[1].subject, "CN=nobody") << "a mapped address";
  EXPECT_EQ(clients[1].near_port, 41001);
  EXPECT_EQ(clients[0].standing, Standing::not_told) << "nobody is expected, so nobody is a stranger";
}

TEST(Clients, TheExpectedOneIsToldFromAStranger) {
  EXPECT_EQ(standing_of({"server2", "DC=es, CN=host/server2.domain.two", ""}), Standing::expected);
  EXPECT_EQ(standing_of({"server2", "/DC=es/CN=host/server2.domain.two", ""}), Standing::expected)
      << "the old style";
  EXPECT_EQ(standing_of({"server2", "", "10.0.0.2"}), Standing::expected);
  EXPECT_EQ(standing_of({"server2", "DC=es, CN=host/server2.domain.two", ""}, 1), Standing::stranger);
  EXPECT_EQ(standing_of({"server2", "", "10.0.0.2"}, 1), Standing::stranger);
  EXPECT_EQ(standing_of({"server2", "CN=nobody", "10.0.0.2"}), Standing::stranger) << "both must fit";
  EXPECT_EQ(clients_of(kFar, kNear, kOpen, {{"server2", "", "10.0.0.2"}})[0].name, "server2");
}

TEST(Clients, WithoutItsCertificateAClientIsNoStrangerUnlessItsAddressSaysSo) {
  const ExpectedReplica by_subject{"server2", "CN=x", ""}, by_both{"server2", "CN=x", "10.0.0.2"};
  EXPECT_EQ(standing_of(by_subject, 1, {}), Standing::not_told);
  EXPECT_EQ(standing_of(by_both, 1, {}), Standing::stranger);
}

TEST(Clients, AResumedSessionIsKnownByTheSameHostsOtherConnection) {
  const std::vector<OpenConnection> open{{"mysql", "10.0.0.2:49000", "CN=x", ""},
                                         {"mysql", "10.0.0.2:50000", "", ""}};
  EXPECT_EQ(clients_of(kFar, kNear, open, {})[0].subject, "CN=x");
}

TEST(Clients, ALogOfAConnectionThatIsGoneNamesNoPort) {
  EXPECT_EQ(clients_of(kFar, {}, kOpen, {})[0].near_port, std::nullopt);
}

TEST(Clients, ADumpThreadIsTheClientsWhoseEndTheServerSees) {
  auto clients = clients_of(kFar, kNear, kOpen, {});
  note_dump_threads(clients, {"localhost:41001", "10.0.0.7:41000", "", "localhost"});
  EXPECT_FALSE(clients[0].replicates) << "another host's port";
  EXPECT_TRUE(clients[1].replicates);
  note_dump_threads(clients, {});
  EXPECT_FALSE(clients[1].replicates);
}

}  // namespace
}  // namespace replwatch::tunnel
