#include "probes/mysql/process_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/mysql/fixture.h"

namespace replwatch::mysql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<ThreadKind> kinds(const std::string& fixture, const std::vector<std::uint64_t>& own = {}) {
  std::vector<ThreadKind> out;
  const auto threads = parse_process_list(read_fixture(fixture), own);
  if (!threads) {
    ADD_FAILURE() << fixture << ": " << threads.error().text;
    return out;
  }
  for (const Thread& thread : *threads) out.push_back(thread.kind);
  return out;
}

Table thread(const std::string& user, const std::string& command, const std::string& state,
             const std::string& host = "") {
  return one_row(
      {{"Id", "7"}, {"User", user}, {"Host", host}, {"Command", command}, {"Time", "3"}, {"State", state}});
}

TEST(ProcessList, MariaDbThreadsAreToldApart) {
  EXPECT_THAT(kinds("mariadb-10.11/process-list-replica"),
              ElementsAre(ThreadKind::client, ThreadKind::sql, ThreadKind::io));
  EXPECT_THAT(kinds("mariadb-10.11/process-list-source"), ElementsAre(ThreadKind::client, ThreadKind::dump));
  EXPECT_THAT(kinds("mariadb-10.11/process-list-connecting"),
              ElementsAre(ThreadKind::client, ThreadKind::sql, ThreadKind::io));
}

TEST(ProcessList, TheThreadsOfTheManualAreToldApart) {
  EXPECT_THAT(kinds("mysql-5.0/process-list-replica"), ElementsAre(ThreadKind::io, ThreadKind::sql));
  EXPECT_THAT(kinds("mysql-5.0/process-list-source"), ElementsAre(ThreadKind::dump));
  EXPECT_THAT(kinds("mysql-5.7/process-list-source"), ElementsAre(ThreadKind::dump));
}

TEST(ProcessList, WorkersOfMySqlAreNotItsSqlThreadAndDaemonsAreLeftOut) {
  EXPECT_THAT(kinds("mysql-9.7/process-list-replica"),
              ElementsAre(ThreadKind::client, ThreadKind::io, ThreadKind::sql, ThreadKind::worker,
                          ThreadKind::worker, ThreadKind::worker));
}

TEST(ProcessList, OurOwnConnectionsAreLeftOutById) {
  const auto threads =
      parse_process_list(read_fixture("mariadb-10.11/process-list-source"), {9, 1000}).value();
  ASSERT_EQ(threads.size(), 1u);
  EXPECT_EQ(threads[0],
            (Thread{7, "db_rep", "localhost:55674", "Binlog Dump",
                    "Master has sent all binlog to slave; waiting for more updates", 3, ThreadKind::dump}));
}

TEST(ProcessList, EveryKnownStateNamesItsThread) {
  struct Case {
    const char *command, *state;
    ThreadKind kind;
  };
  for (const Case& c :
       {Case{"Slave_IO", "", ThreadKind::io},
        Case{"Slave_SQL", "Updating", ThreadKind::sql},
        Case{"Slave_worker", "Waiting for work from SQL thread", ThreadKind::worker},
        Case{"Connect", "Waiting for master to send event", ThreadKind::io},
        Case{"Connect", "Waiting for source to send event", ThreadKind::io},
        Case{"Connect", "Connecting to master", ThreadKind::io},
        Case{"Connect", "Connecting to source", ThreadKind::io},
        Case{"Connect", "Reconnecting after a failed master event read", ThreadKind::io},
        Case{"Connect", "Reconnecting after a failed source event read", ThreadKind::io},
        Case{"Connect", "Waiting to reconnect after a failed registration on master", ThreadKind::io},
        Case{"Connect", "Queueing master event to the relay log", ThreadKind::io},
        Case{"Connect", "Queueing source event to the relay log", ThreadKind::io},
        Case{"Connect", "Waiting for the slave SQL thread to free enough relay log space", ThreadKind::io},
        Case{"Connect", "Has read all relay log; waiting for the slave I/O thread to update it",
             ThreadKind::sql},
        Case{"Connect", "Slave has read all relay log; waiting for more updates", ThreadKind::sql},
        Case{"Query", "Replica has read all relay log; waiting for more updates", ThreadKind::sql},
        Case{"Connect", "Waiting until MASTER_DELAY seconds after master executed event", ThreadKind::sql},
        Case{"Query", "Waiting until SOURCE_DELAY seconds after source executed event", ThreadKind::sql},
        Case{"Connect", "Reading event from the relay log", ThreadKind::sql},
        Case{"Connect", "Waiting for an event from Coordinator", ThreadKind::worker},
        Case{"Query", "Waiting for preceding transaction to commit", ThreadKind::worker},
        Case{"Slave_worker", "Waiting for prior transaction to commit", ThreadKind::worker}}) {
    const auto threads = parse_process_list(thread("system user", c.command, c.state), {}).value();
    EXPECT_EQ(threads.at(0).kind, c.kind) << c.command << " | " << c.state;
  }
}

TEST(ProcessList, AnApplierInAStatementIsTheSqlThreadUnlessThereIsOneAlready) {
  EXPECT_EQ(parse_process_list(thread("system user", "Connect", "update"), {}).value().at(0).kind,
            ThreadKind::sql);
  Table both = thread("system user", "Query", "update");
  both.rows.push_back(thread("system user", "Query", "Waiting for dependent transaction to commit").rows[0]);
  const auto threads = parse_process_list(both, {}).value();
  EXPECT_EQ(threads.at(0).kind, ThreadKind::worker);
  EXPECT_EQ(threads.at(1).kind, ThreadKind::sql);
}

TEST(ProcessList, AnUnknownStateOfAConnectingHostIsTheIoThread) {
  EXPECT_EQ(parse_process_list(thread("system user", "Connect", "brand new", "connecting host"), {})
                .value()[0]
                .kind,
            ThreadKind::io);
}

TEST(ProcessList, AClientCannotPoseAsAReplicaThreadByItsState) {
  EXPECT_EQ(
      parse_process_list(thread("alice", "Query", "Waiting for master to send event"), {}).value()[0].kind,
      ThreadKind::client);
  EXPECT_EQ(parse_process_list(thread("unauthenticated user", "Connect", "login"), {}).value()[0].kind,
            ThreadKind::client);
}

TEST(ProcessList, ABackgroundThreadOfTheServerIsNobody) {
  EXPECT_THAT(parse_process_list(thread("system user", "Daemon", "InnoDB purge worker"), {}).value(),
              IsEmpty());
}

TEST(ProcessList, ANegativeOrUnknownTimeReadsZero) {
  for (const std::optional<std::string>& time :
       {std::optional<std::string>("-5"), std::optional<std::string>()}) {
    const Table table = one_row({{"ID", "1"}, {"COMMAND", "Sleep"}, {"TIME", time}});
    EXPECT_EQ(parse_process_list(table, {}).value().at(0).time, 0u);
  }
}

TEST(ProcessList, AHostileFieldRefusesTheAnswer) {
  for (const Table& table :
       {one_row({{"Id", "x"}, {"Command", "Sleep"}}), one_row({{"Id", ""}, {"Command", "Sleep"}}),
        one_row({{"Id", "-1"}, {"Command", "Sleep"}}), one_row({{"Command", "Sleep"}}),
        one_row({{"Id", "1"}}), one_row({{"Id", "1"}, {"Command", std::nullopt}}),
        one_row({{"Id", "1"}, {"Command", "Sleep"}, {"Time", "abc"}}),
        one_row({{"Id", "1"}, {"Command", "Sleep"}, {"Time", "99999999999999999999"}})}) {
    const auto threads = parse_process_list(table, {});
    ASSERT_FALSE(threads) << testing::PrintToString(table.rows[0]);
    EXPECT_EQ(threads.error().reason, Reason::malformed);
  }
}

}  // namespace
}  // namespace replwatch::mysql
