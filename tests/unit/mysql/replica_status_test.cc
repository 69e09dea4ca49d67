#include "probes/mysql/replica_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "probes/mysql/errors.h"
#include "tests/unit/mysql/fixture.h"

namespace replwatch::mysql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ReplicaStatus only_channel(const std::string& fixture) {
  const Result<std::vector<ReplicaStatus>> channels = parse_replica_status(read_fixture(fixture));
  EXPECT_TRUE(channels) << fixture;
  if (!channels || channels->size() != 1) {
    ADD_FAILURE() << fixture << " has not one channel";
    return {};
  }
  return channels->front();
}

Table healthy_with(const std::string& column, std::optional<std::string> value) {
  Table table = read_fixture("mariadb-10.11/02-healthy");
  const auto at = std::ranges::find(table.columns, column) - table.columns.begin();
  table.rows[0].at(static_cast<std::size_t>(at)) = std::move(value);
  return table;
}

TEST(ReplicaStatus, AHealthyReplicaIsReadWhole) {
  const ReplicaStatus status = only_channel("mariadb-10.11/02-healthy");
  ReplicaStatus expected;
  expected.source_host = "127.0.0.1";
  expected.source_port = 3307;
  expected.source_user = "db_rep";
  expected.io = IoState::running;
  expected.sql_running = true;
  expected.io_state = "Waiting for master to send event";
  expected.sql_state = "Slave has read all relay log; waiting for more updates";
  expected.source_log_file = expected.executed_log_file = "mysql-bin.000001";
  expected.read = expected.executed = Position{1, 919};
  expected.relay_log_bytes = 1026;
  expected.reported_lag = 0;
  expected.sql_delay = 0;
  expected.source_server_id = 1;
  expected.using_gtid = "No";
  expected.do_db = {"DB_1", "DB_2"};
  expected.heartbeat_period = 5.0;
  expected.received_heartbeats = 0;
  expected.connect_retry = 5;
  EXPECT_EQ(status, expected);
}

TEST(ReplicaStatus, AServerThatIsNoReplicaHasNoChannels) {
  EXPECT_THAT(parse_replica_status(read_fixture("mariadb-10.11/00-not-a-replica")).value(),
              testing::IsEmpty());
  EXPECT_THAT(parse_replica_status(Table{}).value(), testing::IsEmpty());
}

struct StateCase {
  const char* fixture;
  IoState io;
  bool sql_running;
  std::optional<std::uint64_t> reported_lag;
  unsigned io_error, sql_error;
};

TEST(ReplicaStatus, EveryStateSeenIsToldApart) {
  const std::optional<std::uint64_t> unknown;
  for (const StateCase& c : {
           StateCase{"01-configured-not-started", IoState::stopped, false, unknown, 0, 0},
           StateCase{"02-healthy", IoState::running, true, 0, 0, 0},
           StateCase{"03-io-thread-stopped", IoState::stopped, true, unknown, 0, 0},
           StateCase{"04-sql-thread-stopped", IoState::running, false, unknown, 0, 0},
           StateCase{"05-duplicate-key", IoState::running, false, unknown, 0, 1062},
           StateCase{"06-refused", IoState::connecting, true, unknown, 2003, 0},
           StateCase{"07-wrong-password", IoState::connecting, true, unknown, 1045, 0},
           StateCase{"08-accepted-but-silent", IoState::connecting, true, unknown, 0, 0},
           StateCase{"09-source-stopped", IoState::connecting, true, unknown, 2003, 0},
           StateCase{"12-purged-log", IoState::stopped, true, unknown, 1236, 0},
           StateCase{"13-same-server-id", IoState::stopped, true, unknown, 1593, 0},
           StateCase{"14-delayed", IoState::running, true, 3, 0, 0},
       }) {
    const ReplicaStatus status = only_channel(std::string("mariadb-10.11/") + c.fixture);
    EXPECT_EQ(status.io, c.io) << c.fixture;
    EXPECT_EQ(status.sql_running, c.sql_running) << c.fixture;
    EXPECT_EQ(status.reported_lag, c.reported_lag) << c.fixture;
    EXPECT_EQ(status.last_io_error, c.io_error) << c.fixture;
    EXPECT_EQ(status.last_sql_error, c.sql_error) << c.fixture;
  }
}

TEST(ReplicaStatus, NullLagIsUnknownNotZero) {
  EXPECT_EQ(only_channel("mariadb-10.11/06-refused").reported_lag, std::nullopt);
  EXPECT_EQ(only_channel("mysql-9.7/06-refused").reported_lag, 0u) << "this server says 0 while it connects";
}

TEST(ReplicaStatus, TwoNamedChannelsAreTwoRows) {
  const auto channels = parse_replica_status(read_fixture("mariadb-10.11/19-two-channels")).value();
  ASSERT_EQ(channels.size(), 2u);
  EXPECT_EQ(channels[0].channel, "lfc");
  EXPECT_TRUE(channels[0].sql_running);
  EXPECT_EQ(channels[1].channel, "voms");
  EXPECT_FALSE(channels[1].sql_running);
  EXPECT_EQ(channels[1].source_port, 3308);
}

TEST(ReplicaStatus, ADelayedReplicaSaysHowLongItWaits) {
  const ReplicaStatus status = only_channel("mariadb-10.11/14-delayed");
  EXPECT_EQ(status.sql_delay, 30u);
  ASSERT_TRUE(status.sql_remaining_delay);
  EXPECT_LE(*status.sql_remaining_delay, 30u);
  EXPECT_LT(status.executed, status.read);
}

TEST(ReplicaStatus, EveryVersionsHealthyReplicaReadsTheSame) {
  for (const char* version : {"mysql-5.0", "mysql-5.1", "mysql-5.5", "mysql-5.6", "mysql-5.7", "mysql-8.0",
                              "mysql-9.7", "mariadb-10.5", "mariadb-11.8"}) {
    const ReplicaStatus status = only_channel(std::string(version) + "/02-healthy");
    EXPECT_EQ(status.channel, "") << version;
    EXPECT_EQ(status.source_host, "127.0.0.1") << version;
    EXPECT_EQ(status.source_port, 3307) << version;
    EXPECT_EQ(status.source_user, "db_rep") << version;
    EXPECT_EQ(status.io, IoState::running) << version;
    EXPECT_TRUE(status.sql_running) << version;
    EXPECT_EQ(status.read, (Position{1, 126167682})) << version;
    EXPECT_EQ(status.executed, (Position{1, 126167682})) << version;
    EXPECT_EQ(status.reported_lag, 0u) << version;
    EXPECT_THAT(status.do_db, ElementsAre("DB_1", "DB_2")) << version;
    EXPECT_FALSE(status.other_filters) << version;
  }
}

TEST(ReplicaStatus, WhatAVersionDoesNotHaveIsAbsent) {
  const ReplicaStatus oldest = only_channel("mysql-5.0/02-healthy");
  EXPECT_EQ(oldest.sql_delay, std::nullopt);
  EXPECT_EQ(oldest.sql_state, "");
  EXPECT_EQ(oldest.source_server_id, 0u);
  EXPECT_EQ(oldest.source_uuid, "");
  EXPECT_EQ(oldest.heartbeat_period, std::nullopt);
  const ReplicaStatus newest = only_channel("mysql-9.7/02-healthy");
  EXPECT_EQ(newest.sql_delay, 0u);
  EXPECT_EQ(newest.sql_state, "Replica has read all relay log; waiting for more updates");
  EXPECT_EQ(newest.source_server_id, 1u);
  EXPECT_EQ(newest.source_uuid, "3e11fa47-71ca-11e1-9e33-c80aa9429562");
  EXPECT_EQ(newest.executed_gtid_set, "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-9");
  EXPECT_TRUE(newest.source_tls);
  EXPECT_FALSE(oldest.source_tls);
}

TEST(ReplicaStatus, AConnectingReplicaOfAnyVersionIsConnecting) {
  for (const char* version : {"mysql-5.0", "mysql-5.1", "mysql-5.5", "mysql-5.6", "mysql-5.7", "mysql-8.0",
                              "mysql-9.7", "mariadb-10.5", "mariadb-11.8"}) {
    EXPECT_EQ(only_channel(std::string(version) + "/06-refused").io, IoState::connecting) << version;
  }
}

TEST(ReplicaStatus, OnlyYesAndConnectingAreNotStopped) {
  for (const char* value : {"No", "Preparing", "", "Ye", "1"}) {
    Table table = healthy_with("Slave_IO_Running", value);
    EXPECT_EQ(parse_replica_status(table).value().front().io, IoState::stopped) << value;
  }
  EXPECT_EQ(parse_replica_status(healthy_with("Slave_IO_Running", "yes")).value().front().io,
            IoState::running);
  EXPECT_EQ(parse_replica_status(healthy_with("Slave_IO_Running", "CONNECTING")).value().front().io,
            IoState::connecting);
}

TEST(ReplicaStatus, AThreadColumnThatIsNullOrMissingRefusesTheAnswer) {
  for (const char* column : {"Slave_IO_Running", "Slave_SQL_Running"}) {
    const auto null = parse_replica_status(healthy_with(column, std::nullopt));
    ASSERT_FALSE(null) << column;
    EXPECT_THAT(null.error().text, HasSubstr(column));
    Table table = read_fixture("mariadb-10.11/02-healthy");
    std::ranges::replace(table.columns, column, "Something_else");
    EXPECT_FALSE(parse_replica_status(table)) << column;
  }
}

TEST(ReplicaStatus, AHostileNumberRefusesTheAnswerAndNamesTheColumn) {
  for (const char* column : {"Master_Port", "Read_Master_Log_Pos", "Exec_Master_Log_Pos", "Relay_Log_Space",
                             "Seconds_Behind_Master", "Last_IO_Errno", "Last_SQL_Errno", "SQL_Delay",
                             "SQL_Remaining_Delay", "Skip_Counter", "Master_Server_Id", "Connect_Retry",
                             "Slave_heartbeat_period", "Slave_received_heartbeats"}) {
    for (const char* value : {"abc", "", "-1", "99999999999999999999x", "0 ", "+1"}) {
      const auto channels = parse_replica_status(healthy_with(column, value));
      ASSERT_FALSE(channels) << column << " = " << value;
      EXPECT_EQ(channels.error().reason, Reason::malformed);
      EXPECT_THAT(channels.error().text, HasSubstr(column));
    }
  }
  EXPECT_FALSE(parse_replica_status(healthy_with("Read_Master_Log_Pos", "18446744073709551616")));
  EXPECT_TRUE(parse_replica_status(healthy_with("Read_Master_Log_Pos", "18446744073709551615")));
  EXPECT_FALSE(parse_replica_status(healthy_with("Master_Port", "65536")));
}

TEST(ReplicaStatus, OneBadRowRefusesTheGoodOnesToo) {
  Table table = read_fixture("mariadb-10.11/19-two-channels");
  const auto at = std::ranges::find(table.columns, "Relay_Log_Space") - table.columns.begin();
  table.rows[1][static_cast<std::size_t>(at)] = "many";
  EXPECT_FALSE(parse_replica_status(table));
}

TEST(ReplicaStatus, TheOrderOfColumnsDoesNotMatterNorDoUnknownOnes) {
  Table table = read_fixture("mariadb-10.11/05-duplicate-key");
  const auto expected = parse_replica_status(table).value();
  std::ranges::reverse(table.columns);
  std::ranges::reverse(table.rows[0]);
  table.columns.insert(table.columns.begin(), "Replica_of_the_year");
  table.rows[0].insert(table.rows[0].begin(), "abc");
  EXPECT_EQ(parse_replica_status(table).value(), expected);
}

TEST(ReplicaStatus, ALogFileWithoutANumberHasNoPositionButKeepsItsName) {
  const auto status = parse_replica_status(healthy_with("Master_Log_File", "binlog")).value().front();
  EXPECT_EQ(status.read, std::nullopt);
  EXPECT_EQ(status.source_log_file, "binlog");
  EXPECT_TRUE(status.executed);
}

TEST(ReplicaStatus, AnyFilterBeyondDatabasesIsNoted) {
  for (const char* column : {"Replicate_Do_Table", "Replicate_Ignore_Table", "Replicate_Wild_Do_Table",
                             "Replicate_Wild_Ignore_Table", "Replicate_Rewrite_DB",
                             "Replicate_Ignore_Server_Ids", "Replicate_Ignore_Domain_Ids"}) {
    EXPECT_TRUE(parse_replica_status(healthy_with(column, "x")).value().front().other_filters) << column;
  }
}

TEST(ReplicaStatus, GtidUseIsReadOfBothFlavors) {
  EXPECT_EQ(only_channel("mariadb-10.11/02-healthy-gtid").using_gtid, "Slave_Pos");
  EXPECT_NE(only_channel("mariadb-10.11/02-healthy-gtid").gtid_io_pos, "");
  Table table = read_fixture("mysql-9.7/02-healthy");
  const auto at = std::ranges::find(table.columns, "Auto_Position") - table.columns.begin();
  table.rows[0][static_cast<std::size_t>(at)] = "1";
  EXPECT_EQ(parse_replica_status(table).value().front().using_gtid, "Auto_Position");
}

TEST(ReplicaStatus, EveryFiledAnswerIsReadOrHasNothingToDoWithReplicas) {
  namespace fs = std::filesystem;
  const fs::path root = fs::path(REPLWATCH_SOURCE_DIR) / "tests/fixtures/mysql";
  unsigned read = 0;
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(root)) {
    const std::string name = file.path().stem();
    if (!file.is_regular_file() || !(name.starts_with('0') || name.starts_with('1'))) continue;
    const Table table = read_fixture(fs::relative(file.path(), root).replace_extension());
    EXPECT_TRUE(parse_replica_status(table)) << file.path();
    EXPECT_EQ(table.rows.empty(), name == "00-not-a-replica") << file.path();
    ++read;
  }
  EXPECT_GE(read, 40u);
}

}  // namespace
}  // namespace replwatch::mysql
