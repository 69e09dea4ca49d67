#include "exporters/mysqld_names.h"

#include <gmock/gmock.h>

#include "exporters/prometheus_text.h"
#include "tests/unit/exporters/golden.h"
#include "tests/unit/exporters/sample_snapshot.h"

namespace replwatch::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Snapshot snapshot_of(ServerRecord replica) {
  Snapshot snapshot = empty_snapshot();
  snapshot.mysqld_exporter_names = true;
  snapshot.servers = {sample_source(), std::move(replica)};
  return snapshot;
}

std::string said(const Snapshot& snapshot, Duration later = {}) {
  const std::string text = prometheus_text(View(snapshot, at(later)));
  const std::size_t start = text.find("# HELP mysql_slave_status_");
  return start == std::string::npos ? "" : text.substr(start);
}

ServerRecord replica_of(mysql::Flavor flavor, const char* channel) {
  ServerRecord server = sample_replica();
  server.sight.variables.value->version.flavor = flavor;
  mysql::ReplicaStatus& row = server.sight.replica.value->at(0);
  row.channel = channel;
  row.source_host = "127.0.0.1";
  row.source_port = 3307;
  return server;
}

TEST(MysqldNames, AreTheGoldenFile) {
  expect_golden("mysqld_names.prom", said(snapshot_of(replica_of(mysql::Flavor::mariadb, "siteA"))));
}

TEST(MysqldNames, AreServedOnlyWhereAskedFor) {
  Snapshot snapshot = snapshot_of(replica_of(mysql::Flavor::mariadb, ""));
  snapshot.mysqld_exporter_names = false;
  EXPECT_EQ(said(snapshot), "");
}

TEST(MysqldNames, LegacyNamesHoldOnMySqlTooAndItsChannelHasItsOwnLabel) {
  const std::string text = said(snapshot_of(replica_of(mysql::Flavor::mysql, "siteA")));
  EXPECT_THAT(text,
              HasSubstr("mysql_slave_status_slave_io_running{channel_name=\"siteA\",connection_name=\"\","
                        "master_host=\"127.0.0.1\",master_uuid=\"\"} 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("source")));
}

TEST(MysqldNames, ConnectingIsNotRunningAndAnUnknownLagIsNoZero) {
  ServerRecord replica = replica_of(mysql::Flavor::mariadb, "");
  replica.sight.replica.value->at(0).io = mysql::IoState::connecting;
  replica.sight.replica.value->at(0).reported_lag.reset();
  const std::string text = said(snapshot_of(replica));
  EXPECT_THAT(text,
              HasSubstr("slave_io_running{channel_name=\"\",connection_name=\"\",master_host=\"127.0.0.1\","
                        "master_uuid=\"\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("seconds_behind_master{channel_name=\"\",connection_name=\"\","
                              "master_host=\"127.0.0.1\",master_uuid=\"\"} Nan\n"));
}

TEST(MysqldNames, AReplicaThatAnswersNoMoreKeepsItsSeriesAsNaN) {
  const std::string text = said(snapshot_of(replica_of(mysql::Flavor::mariadb, "")), 1h);
  EXPECT_THAT(text, HasSubstr("mysql_slave_status_slave_sql_running{"));
  EXPECT_THAT(text, Not(HasSubstr("} 1\n")));
}

TEST(MysqldNames, SeveralReplicasAreToldApart) {
  Snapshot snapshot = snapshot_of(replica_of(mysql::Flavor::mariadb, ""));
  snapshot.servers.push_back(snapshot.servers[1]);
  snapshot.servers.back().name = "server3";
  EXPECT_THAT(said(snapshot), HasSubstr("master_uuid=\"\",server=\"server3\"} 1\n"));
}

TEST(MysqldNames, AHostileChannelStaysInsideItsLabel) {
  const std::string text = said(snapshot_of(replica_of(mysql::Flavor::mariadb, kHostile.c_str())));
  EXPECT_THAT(text, HasSubstr("connection_name=\"<script>alert(\\\"x\\\")</script>\\n"));
  EXPECT_THAT(text, Not(HasSubstr("\xff")));
}

}  // namespace
}  // namespace replwatch::testing
