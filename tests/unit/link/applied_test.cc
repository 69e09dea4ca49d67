#include "probes/link/applied.h"

#include <gtest/gtest.h>

#include "tests/unit/link/evidence_builder.h"

namespace replwatch::link {
namespace {

const std::string kUuid = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

mysql::Variables mysql_server(std::uint64_t workers) {
  mysql::Variables variables = Given::variables(1, false);
  variables.version.flavor = mysql::Flavor::mysql;
  variables.parallel_threads = workers;
  return variables;
}

mysql::Variables mariadb_server(std::uint64_t workers, std::string logged, std::string applied) {
  mysql::Variables variables = Given::variables(1, false);
  variables.parallel_threads = workers;
  variables.gtid_binlog_pos = std::move(logged);
  variables.gtid_slave_pos = std::move(applied);
  return variables;
}

TEST(Applied, ThePositionOfMySqlTrailsItsWorkersAndTheGtidsDoNot) {
  mysql::ReplicaStatus channel = Given::channel();
  channel.executed_gtid_set = kUuid + ":1-5";
  const Applied applied = applied_by(channel, {channel}, mysql_server(4), mysql_server(4));
  EXPECT_EQ(applied.exactness, Exactness::trails);
  EXPECT_EQ(applied.gtids, (mysql::GtidSet{{kUuid, 1, 5}}));
  EXPECT_EQ(applied_by(channel, {channel}, mysql_server(0), mysql_server(4)).exactness, Exactness::exact);
  channel.executed_gtid_set = "nonsense";
  EXPECT_EQ(applied_by(channel, {channel}, mysql_server(4), mysql_server(4)).gtids, std::nullopt);
}

TEST(Applied, ThePositionOfMariaDbRunsAheadOnlyWithWorkersAndSeveralDomains) {
  struct Case {
    const char* name;
    std::uint64_t workers;
    const char* logged;
    std::size_t channels;
    Exactness exactness;
    bool keyed;
  } cases[] = {
      {"one applier", 0, "0-1-9,1-1-9", 1, Exactness::exact, false},
      {"workers in one domain", 4, "0-1-9", 1, Exactness::exact, false},
      {"workers in two domains", 4, "0-1-9,1-1-9", 1, Exactness::runs_ahead, true},
      {"... of a server with two channels", 4, "0-1-9,1-1-9", 2, Exactness::runs_ahead, false},
      {"... one of which another server writes", 4, "0-1-9,1-3-9", 1, Exactness::runs_ahead, false},
      {"a position that cannot be read", 4, "?", 1, Exactness::runs_ahead, false},
  };
  const mysql::ReplicaStatus channel = Given::channel();
  for (const Case& each : cases) {
    const std::vector<mysql::ReplicaStatus> channels(each.channels, channel);
    const Applied applied = applied_by(channel, channels, mariadb_server(each.workers, "", "0-1-8,1-1-7"),
                                       mariadb_server(0, each.logged, ""));
    EXPECT_EQ(applied.exactness, each.exactness) << each.name;
    EXPECT_EQ(applied.gtids.has_value(), each.keyed) << each.name;
  }
}

TEST(Applied, WhatTheSourceHasLoggedIsItsOwn) {
  mysql::SourceStatus status;
  EXPECT_EQ(logged_gtids(mariadb_server(0, "0-1-9,1-3-9", ""), status), (mysql::GtidSet{{"0", 1, 9}}));
  EXPECT_EQ(logged_gtids(mariadb_server(0, "1-3-9", ""), status), std::nullopt);
  EXPECT_EQ(logged_gtids(mysql_server(0), status), std::nullopt) << "GTIDs are off";
  status.executed_gtid_set = kUuid + ":1-3";
  EXPECT_EQ(logged_gtids(mysql_server(0), status), (mysql::GtidSet{{kUuid, 1, 3}}));
}

}  // namespace
}  // namespace replwatch::link
