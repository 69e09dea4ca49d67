// Servers that misbehave: each call ends at its deadline, and the connection can be used again.
#include <gtest/gtest.h>

#include "probes/io/clock.h"
#include "probes/io/mariadb.h"
#include "probes/io/run.h"
#include "tests/unit/io/fake_mysql.h"

namespace replwatch::io {
namespace {

using namespace std::chrono_literals;
using testing::FakeMysql;
using testing::FakeServer;

constexpr Duration kDeadline = 300ms;
constexpr Duration kGenerous = 3s;  // a loaded machine is no failure; a call that waits for ever is

Result<Done> connect(MariaDb& connection, const ServerAddress& address, Duration limit = 10s) {
  return run(connection.connect(address, now() + limit));
}

struct Misbehaving {
  const char* sentence;
  Reason reason;
  FakeServer::Script script;
};

void endless_rows(FakeServer::Peer& peer, const std::string& cell) {
  peer.send(FakeMysql::packet(FakeMysql::greeting("10.11.19-MariaDB", 1), 0));
  const std::string header = peer.receive(4);
  peer.receive(static_cast<unsigned char>(header[0]));
  peer.send(FakeMysql::packet(FakeMysql::ok(), 2));
  const std::string query = peer.receive(4);
  peer.receive(static_cast<unsigned char>(query[0]));
  peer.send(FakeMysql::result_head({"a"}));
  for (unsigned sequence = 4; peer.send(FakeMysql::packet(cell, sequence & 0xFF)); ++sequence) {
  }
}

const Misbehaving kAtConnect[] = {
    {"accepts and says nothing", Reason::timed_out, [](FakeServer::Peer& peer, unsigned) { peer.hang(); }},
    {"a byte every 50 ms", Reason::timed_out,
     [](FakeServer::Peer& peer, unsigned) {
       const std::string greeting = FakeMysql::packet(FakeMysql::greeting(std::string(2000, '5'), 1), 0);
       for (const char each : greeting) {
         if (!peer.pause(50) || !peer.send(std::string(1, each))) return;
       }
     }},
    {"closes at once", Reason::connection_lost, [](FakeServer::Peer&, unsigned) {}},
    {"closes after the login", Reason::connection_lost,
     [](FakeServer::Peer& peer, unsigned) {
       peer.send(FakeMysql::packet(FakeMysql::greeting("10.11.19-MariaDB", 1), 0));
       peer.receive(4);
     }},
    {"says nothing to the login", Reason::timed_out,
     [](FakeServer::Peer& peer, unsigned) {
       peer.send(FakeMysql::packet(FakeMysql::greeting("10.11.19-MariaDB", 1), 0));
       peer.hang();
     }},
    {"refuses the login", Reason::login_refused,
     [](FakeServer::Peer& peer, unsigned) {
       peer.send(FakeMysql::packet(FakeMysql::greeting("10.11.19-MariaDB", 1), 0));
       peer.receive(4);
       peer.send(FakeMysql::packet("\xff\x15\x04#28000Access denied for user", 2));
       peer.hang();
     }},
    {"is full", Reason::crowded_out,
     [](FakeServer::Peer& peer, unsigned) {
       peer.send(FakeMysql::packet("\xff\x10\x04#08004Too many connections", 0));
       peer.hang();
     }},
};

TEST(MariaDbHostile, AConnectEndsByItsDeadlineWhateverTheServerDoes) {
  for (const Misbehaving& each : kAtConnect) {
    SCOPED_TRACE(each.sentence);
    FakeServer server(each.script);
    MariaDb connection;
    const Instant began = now();
    const auto done = connect(connection, server.address(), kDeadline);
    EXPECT_LT(now() - began, kGenerous);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().reason, each.reason) << done.error().text;
    EXPECT_FALSE(connection.connected());
    FakeMysql good([](const std::string&, unsigned) { return FakeMysql::table({}, {}); });
    EXPECT_TRUE(connect(connection, good.address())) << "the connection can be used again";
  }
}

TEST(MariaDbHostile, AGarbageGreetingIsAFailureAndNoMore) {
  for (const std::string& garbage :
       {std::string("HTTP/1.1 400 Bad Request\r\n\r\n"), std::string(100, '\0'), std::string(100, '\xff'),
        FakeMysql::packet("\x0a", 0), FakeMysql::packet(std::string(60000, 'A'), 0),
        std::string("SSH-2.0-x\r\n")}) {
    FakeServer server([&](FakeServer::Peer& peer, unsigned) {
      peer.send(garbage);
      peer.hang();
    });
    MariaDb connection;
    const Instant began = now();
    const auto done = connect(connection, server.address(), kDeadline);
    EXPECT_FALSE(done);
    EXPECT_LT(now() - began, kGenerous);
    EXPECT_EQ(done.error().text.find('\n'), std::string::npos);
  }
}

TEST(MariaDbHostile, AnEndlessAnswerEndsByItsSizeOrItsDeadline) {
  const std::string wide = "\xfd" + std::string("\xf0\xff\x00", 3) + std::string(0xFFF0, 'x');
  for (const std::string& cell : {wide, std::string("\x01x"), std::string("\xfb"), std::string(1, '\0')}) {
    FakeServer server([&](FakeServer::Peer& peer, unsigned) { endless_rows(peer, cell); });
    MariaDb connection;
    ASSERT_TRUE(connect(connection, server.address()));
    const Instant began = now();
    const BatchAnswer answer = run(connection.ask("SELECT 1", now() + kDeadline));
    EXPECT_LT(now() - began, kGenerous);
    ASSERT_TRUE(answer.failure);
    EXPECT_TRUE(answer.failure->reason == Reason::malformed || answer.failure->reason == Reason::timed_out);
    EXPECT_TRUE(answer.tables.empty());
    EXPECT_FALSE(connection.connected());
  }
}

TEST(MariaDbHostile, AnswersWithoutEndEndByTheirNumber) {
  FakeServer server([](FakeServer::Peer& peer, unsigned) {
    peer.send(FakeMysql::packet(FakeMysql::greeting("10.11.19-MariaDB", 1), 0));
    const std::string header = peer.receive(4);
    peer.receive(static_cast<unsigned char>(header[0]));
    peer.send(FakeMysql::packet(FakeMysql::ok(), 2));
    const std::string query = peer.receive(4);
    peer.receive(static_cast<unsigned char>(query[0]));
    for (unsigned sequence = 1; peer.send(FakeMysql::packet(FakeMysql::ok(true), sequence & 0xFF));
         ++sequence) {
    }
  });
  MariaDb connection;
  ASSERT_TRUE(connect(connection, server.address()));
  const BatchAnswer answer = run(connection.ask("SELECT 1", now() + 5s));
  ASSERT_TRUE(answer.failure);
  EXPECT_EQ(answer.failure->reason, Reason::malformed) << answer.failure->text;
  EXPECT_LE(answer.tables.size(), 100u);
  EXPECT_FALSE(connection.connected());
}

}  // namespace
}  // namespace replwatch::io
