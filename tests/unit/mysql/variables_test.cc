#include "probes/mysql/variables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/mysql/fixture.h"

namespace replwatch::mysql {
namespace {

TEST(Variables, AMariaDbReplicaIsReadWhole) {
  const Variables variables = parse_variables(read_fixture("mariadb-10.11/variables-replica")).value();
  EXPECT_EQ(variables.version.flavor, Flavor::mariadb);
  EXPECT_TRUE(variables.version.at_least(10, 11, 19));
  EXPECT_EQ(variables.server_id, 2u);
  EXPECT_TRUE(variables.read_only);
  EXPECT_EQ(variables.super_read_only, std::nullopt);
  EXPECT_EQ(variables.binlog_format, "MIXED");
  EXPECT_EQ(variables.slave_net_timeout, 10.0);
  EXPECT_EQ(variables.slave_skip_errors, "OFF");
  EXPECT_EQ(variables.slave_exec_mode, "STRICT");
  EXPECT_EQ(variables.parallel_threads, 0u);
  EXPECT_EQ(variables.server_uuid, "");
  EXPECT_GT(variables.connection_id, 0u);
}

TEST(Variables, ASourceSaysItsGtidPositions) {
  const Variables variables = parse_variables(read_fixture("mariadb-10.11/variables-source")).value();
  EXPECT_FALSE(variables.read_only);
  EXPECT_EQ(variables.sync_binlog, 1u);
  EXPECT_EQ(variables.gtid_binlog_pos, "0-1-19");
  EXPECT_EQ(variables.gtid_current_pos, "0-1-19");
}

TEST(Variables, MySqlHasAUuidAndASecondReadOnly) {
  const Variables variables = parse_variables(read_fixture("mysql-9.7/variables")).value();
  EXPECT_EQ(variables.server_uuid, "3e11fa47-71ca-11e1-9e33-c80aa9429562");
  EXPECT_EQ(variables.super_read_only, true);
  EXPECT_EQ(variables.parallel_threads, 4u);
}

TEST(Variables, RowsOfShowVariablesAreReadToo) {
  const Variables variables = parse_variables(read_fixture("mysql-5.0/variables")).value();
  EXPECT_TRUE(variables.read_only);
  EXPECT_EQ(variables.server_id, 2u);
  EXPECT_EQ(variables.slave_net_timeout, 3600.0);
  EXPECT_EQ(variables.binlog_format, "");
  EXPECT_EQ(variables.parallel_threads, std::nullopt);
  EXPECT_EQ(variables.connection_id, 0u) << "unknown in this form";
}

TEST(Variables, TheNewNamesOfMySqlCountInShowVariables) {
  const Table table{{"Variable_name", "Value"},
                    {{"version", "8.4.0"},
                     {"server_id", "1"},
                     {"read_only", "OFF"},
                     {"replica_net_timeout", "30"},
                     {"replica_parallel_workers", "4"},
                     {"replica_skip_errors", "1062"}}};
  const Variables variables = parse_variables(table).value();
  EXPECT_EQ(variables.slave_net_timeout, 30.0);
  EXPECT_EQ(variables.parallel_threads, 4u);
  EXPECT_EQ(variables.slave_skip_errors, "1062");
}

TEST(Variables, AMissingOrHostileFieldRefusesTheAnswer) {
  const Table good = read_fixture("mysql-9.7/variables");
  struct Case {
    const char* column;
    std::optional<std::string> value;
  };
  for (const Case& c :
       {Case{"version", std::nullopt}, Case{"version", "MySQL"}, Case{"server_id", "x"},
        Case{"server_id", ""}, Case{"server_id", std::nullopt}, Case{"read_only", "maybe"},
        Case{"read_only", std::nullopt}, Case{"super_read_only", "2"}, Case{"sync_binlog", "-1"},
        Case{"slave_net_timeout", "nan"}, Case{"slave_parallel_threads", "many"},
        Case{"connection_id", "18446744073709551616"}}) {
    Table table = good;
    const auto at = std::ranges::find(table.columns, c.column) - table.columns.begin();
    table.rows[0][static_cast<std::size_t>(at)] = c.value;
    const Result<Variables> variables = parse_variables(table);
    ASSERT_FALSE(variables) << c.column << " = " << c.value.value_or("NULL");
    EXPECT_EQ(variables.error().reason, Reason::malformed);
  }
}

TEST(Variables, OneRowIsExpected) {
  Table table = read_fixture("mysql-9.7/variables");
  table.rows.push_back(table.rows[0]);
  EXPECT_FALSE(parse_variables(table));
  EXPECT_FALSE(parse_variables(Table{}));
  EXPECT_FALSE(parse_variables(Table{{"Variable_name", "Value"}, {}}));
  EXPECT_FALSE(parse_variables(Table{{"Variable_name", "Value"}, {{"Variable_name", "Variable_name"}}}));
}

}  // namespace
}  // namespace replwatch::mysql
