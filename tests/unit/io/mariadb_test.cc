// Whatever a server does, each call ends at its deadline and the connection can be used again.
#include "probes/io/mariadb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>

#include "probes/io/clock.h"
#include "probes/io/run.h"
#include "tests/unit/io/fake_mysql.h"
#include "tests/unit/io/folder.h"

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
BatchAnswer ask(MariaDb& connection, std::string_view statements, Duration limit = 10s) {
  return run(connection.ask(statements, now() + limit));
}

FakeMysql::Reply numbers(const std::string& statement, unsigned) {
  if (statement == "bad") return FakeMysql::error(1064, "You have an error in your SQL syntax");
  if (statement == "kill") return FakeMysql::error(1927, "Connection was killed");
  if (statement == "hang") return FakeMysql::hang();
  if (statement == "close") return FakeMysql::close();
  return FakeMysql::table({"n", "nothing"}, {{statement, std::nullopt}, {"", "x"}});
}

TEST(MariaDb, ConnectsAndTellsWhoAnswers) {
  FakeMysql server(numbers);
  MariaDb connection;
  EXPECT_FALSE(connection.connected());
  EXPECT_EQ(connection.connection_id(), 0u);
  const auto done = connect(connection, server.address());
  ASSERT_TRUE(done) << done.error().text;
  EXPECT_TRUE(connection.connected());
  EXPECT_EQ(connection.connection_id(), 1u);
  EXPECT_EQ(connection.server_version(), "10.11.19-MariaDB");
  EXPECT_NE(connection.local_port(), 0u);
  connection.close();
  EXPECT_FALSE(connection.connected());
  EXPECT_EQ(connection.local_port(), 0u);
}

TEST(MariaDb, SeveralStatementsAreOneRoundTripAnsweredInOrder) {
  FakeMysql server(numbers);
  MariaDb connection;
  ASSERT_TRUE(connect(connection, server.address()));
  const BatchAnswer answer = ask(connection, "1;2;3");
  ASSERT_FALSE(answer.failure) << answer.failure->text;
  ASSERT_EQ(answer.tables.size(), 3u);
  EXPECT_EQ(answer.tables[1].columns, (std::vector<std::string>{"n", "nothing"}));
  ASSERT_EQ(answer.tables[1].rows.size(), 2u);
  EXPECT_EQ(answer.tables[1].rows[0][0], "2");
  EXPECT_EQ(answer.tables[1].rows[0][1], std::nullopt) << "NULL is not an empty text";
  EXPECT_EQ(answer.tables[1].rows[1][0], "");
  ASSERT_EQ(answer.answered.size(), 3u);
  EXPECT_LE(answer.asked, answer.answered[0]);
  EXPECT_LE(answer.answered[0], answer.answered[2]);
  EXPECT_EQ(server.batches().size(), 1u);
}

TEST(MariaDb, AStatementThatIsRefusedEndsTheBatchAndNotTheConnection) {
  FakeMysql server(numbers);
  MariaDb connection;
  ASSERT_TRUE(connect(connection, server.address()));
  const BatchAnswer answer = ask(connection, "1;bad;3");
  EXPECT_EQ(answer.tables.size(), 1u);
  ASSERT_TRUE(answer.failure);
  EXPECT_EQ(answer.failure->number, 1064u);
  EXPECT_EQ(answer.failure->reason, Reason::statement_failed);
  ASSERT_TRUE(connection.connected());
  EXPECT_EQ(ask(connection, "4").tables.size(), 1u);
  EXPECT_EQ(server.connections(), 1u);
}

TEST(MariaDb, AConnectionThatTheServerEndsIsLost) {
  for (const char* statement : {"1;close", "1;kill"}) {
    FakeMysql server(numbers);
    MariaDb connection;
    ASSERT_TRUE(connect(connection, server.address()));
    const BatchAnswer answer = ask(connection, statement);
    EXPECT_EQ(answer.tables.size(), 1u) << statement;
    ASSERT_TRUE(answer.failure) << statement;
    EXPECT_EQ(answer.failure->reason, Reason::connection_lost) << statement << answer.failure->text;
    EXPECT_FALSE(connection.connected()) << statement;
    EXPECT_EQ(ask(connection, "2").failure->reason, Reason::connection_lost);
    EXPECT_TRUE(connect(connection, server.address())) << "and may be made anew";
    EXPECT_EQ(ask(connection, "2").tables.size(), 1u);
  }
}

TEST(MariaDb, AStatementThatCannotEvenBeSentIsALostConnection) {
  auto server = std::make_unique<FakeServer>([](FakeServer::Peer& peer, unsigned n) {
    peer.end_by_reset();
    peer.send(FakeMysql::packet(FakeMysql::greeting("10.11.19-MariaDB", n), 0));
    peer.receive(4);
    peer.send(FakeMysql::packet(FakeMysql::ok(), 2));
    peer.hang();
  });
  MariaDb connection;
  ASSERT_TRUE(connect(connection, server->address()));
  server.reset();
  const BatchAnswer answer = ask(connection, "1;2");
  EXPECT_TRUE(answer.tables.empty());
  ASSERT_TRUE(answer.failure);
  EXPECT_EQ(answer.failure->reason, Reason::connection_lost) << answer.failure->text;
  EXPECT_FALSE(connection.connected());
}

TEST(MariaDb, AStatementThatHangsEndsAtItsDeadlineWithWhatWasAnsweredBefore) {
  FakeMysql server(numbers);
  MariaDb connection;
  ASSERT_TRUE(connect(connection, server.address()));
  const Instant began = now();
  const BatchAnswer answer = ask(connection, "1;2;hang", kDeadline);
  EXPECT_GE(now() - began, kDeadline);
  EXPECT_LT(now() - began, kGenerous);
  EXPECT_EQ(answer.tables.size(), 2u);
  ASSERT_TRUE(answer.failure);
  EXPECT_EQ(answer.failure->reason, Reason::timed_out);
  EXPECT_FALSE(connection.connected());
  ASSERT_TRUE(connect(connection, server.address()));
  EXPECT_EQ(ask(connection, "3").tables.size(), 1u);
}

TEST(MariaDb, AClosedPortIsRefused) {
  ServerAddress address;
  {
    FakeServer gone([](FakeServer::Peer&, unsigned) {});
    address = gone.address();
  }
  MariaDb connection;
  const auto done = connect(connection, address);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().reason, Reason::refused) << done.error().text;
  address.socket = "/nonexistent/mysqld.sock";
  const auto socket = connect(connection, address);
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().reason, Reason::refused) << socket.error().text;
}

TEST(MariaDb, ANameWithoutAddressIsUnresolvedBeforeAnythingIsConnected) {
  ServerAddress address;
  address.host = "no.such.name.invalid";
  MariaDb connection;
  const auto done = connect(connection, address, 5s);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().reason, Reason::unresolved);
}

TEST(MariaDb, AnOptionFileMustBeThereAndClosedToOthers) {
  const testing::Folder folder;
  FakeMysql server(numbers);
  ServerAddress address = server.address();
  MariaDb connection;
  address.defaults_file = folder.path("none.cnf");
  const auto missing = connect(connection, address);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().reason, Reason::unreadable);
  address.defaults_file = folder.path("my.cnf");
  for (const mode_t mode : {0644, 0602, 0604}) {
    folder.write("my.cnf", "[client]\nuser=replwatch\npassword=secret\n", mode);
    const auto open = connect(connection, address);
    ASSERT_FALSE(open) << std::oct << mode;
    EXPECT_EQ(open.error().reason, Reason::unreadable);
    EXPECT_NE(open.error().text.find("chmod 600"), std::string::npos) << open.error().text;
    EXPECT_EQ(open.error().text.find("secret"), std::string::npos);
  }
  EXPECT_EQ(server.connections(), 0u) << "refused before anything is sent";
  for (const mode_t mode : {0600, 0640}) {
    folder.write("my.cnf", "[client]\nuser=replwatch\npassword=secret\n", mode);
    EXPECT_TRUE(connect(connection, address)) << std::oct << mode;
  }
}

TEST(MariaDb, ACoroutineDestroyedInTheMiddleOfACallLeavesNothing) {
  FakeServer silent([](FakeServer::Peer& peer, unsigned) { peer.hang(); });
  FakeMysql hanging(numbers);
  const auto work = [](ServerAddress address, std::string statements) -> Task<void> {
    MariaDb connection;
    co_await connection.connect(address, now() + 1h);
    co_await connection.ask(statements, now() + 1h);
  };
  const std::pair<ServerAddress, std::string> cases[] = {
      {silent.address(), ""}, {hanging.address(), "hang"}, {hanging.address(), "1;2;hang"}};
  for (const auto& [address, statements] : cases) {
    asio::io_context loop(1);
    asio::co_spawn(loop, work(address, statements), asio::detached);
    loop.run_for(100ms);
  }
}

TEST(MariaDb, AConnectionOutlivesTheCoroutineThatWaitedOnIt) {
  FakeMysql server(numbers);
  MariaDb connection;
  {
    asio::io_context loop(1);
    asio::co_spawn(
        loop,
        [](MariaDb& on, ServerAddress address) -> Task<void> {
          co_await on.connect(address, now() + 1h);
          co_await on.ask("1;hang", now() + 1h);
        }(connection, server.address()),
        asio::detached);
    loop.run_for(100ms);
  }
  EXPECT_FALSE(connection.connected());
  ASSERT_TRUE(connect(connection, server.address()));
  EXPECT_EQ(ask(connection, "2").tables.size(), 1u);
}

}  // namespace
}  // namespace replwatch::io
