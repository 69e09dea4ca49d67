#include "probes/mysql/source_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/mysql/fixture.h"

namespace replwatch::mysql {
namespace {

using testing::ElementsAre;

Table snapshot(std::optional<std::string> file, std::optional<std::string> position) {
  return Table{
      {"Variable_name", "Value"},
      {{"Binlog_snapshot_file", std::move(file)}, {"Binlog_snapshot_position", std::move(position)}}};
}

TEST(SourceStatus, TheSnapshotOfMariaDbGivesThePosition) {
  const SourceStatus status = parse_source_status(read_fixture("mariadb-10.11/source-status")).value();
  EXPECT_TRUE(status.logs);
  EXPECT_EQ(status.log_file, "mysql-bin.000004");
  EXPECT_EQ(status.position, (Position{4, 4202772}));
  EXPECT_FALSE(status.filters_known);
}

TEST(SourceStatus, BothStatementsOfOneServerAgreeOnThePosition) {
  const SourceStatus snapshot_status =
      parse_source_status(read_fixture("mariadb-10.11/source-status")).value();
  const SourceStatus log_status =
      parse_source_status(read_fixture("mariadb-10.11/source-status-show-master")).value();
  EXPECT_EQ(log_status.position, snapshot_status.position);
  EXPECT_TRUE(log_status.filters_known);
  EXPECT_THAT(log_status.do_db, ElementsAre("DB_1", "DB_2"));
}

TEST(SourceStatus, ASourceWithoutAnyWriteHasAPosition) {
  EXPECT_EQ(parse_source_status(read_fixture("mariadb-10.11/source-status-fresh")).value().position,
            (Position{5, 342}));
}

TEST(SourceStatus, AServerWithoutABinaryLogIsNoSourceAndNoFailure) {
  for (const Table& table : {read_fixture("mariadb-10.11/source-status-no-log"),
                             Table{{"File", "Position", "Binlog_Do_DB"}, {}}}) {
    const SourceStatus status = parse_source_status(table).value();
    EXPECT_FALSE(status.logs);
    EXPECT_EQ(status.position, std::nullopt);
  }
}

TEST(SourceStatus, TheTextOfTheManualAndOfMySql9AreRead) {
  const SourceStatus manual = parse_source_status(read_fixture("mysql-5.0/source-status")).value();
  EXPECT_EQ(manual.position, (Position{1, 126167682}));
  EXPECT_THAT(manual.do_db, ElementsAre("DB_1"));
  const SourceStatus newest = parse_source_status(read_fixture("mysql-9.7/source-status")).value();
  EXPECT_EQ(newest.position, (Position{3, 158}));
  EXPECT_EQ(newest.executed_gtid_set, "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-9");
}

TEST(SourceStatus, WhatCannotBeAPositionIsMalformed) {
  const std::vector<Table> refused = {
      snapshot("mysql-bin.000001", "abc"),
      snapshot("mysql-bin.000001", "-1"),
      snapshot("mysql-bin.000001", ""),
      snapshot("mysql-bin.000001", "18446744073709551616"),
      snapshot("mysql-bin.000001", std::nullopt),
      snapshot(std::nullopt, "4"),
      snapshot("mysql-bin", "4"),
      Table{{"Variable_name", "Value"}, {}},
      Table{{"Variable_name", "Value"}, {{"Binlog_snapshot_file", "b.1"}}},
      Table{{"Variable_name", "Value"}, {{"Binlog_snapshot_position", "1"}}},
      Table{{"Variable_name"}, {{"Binlog_snapshot_file"}, {"Binlog_snapshot_position"}}},
      one_row({{"File", "b.1"}, {"Position", "x"}}),
      one_row({{"File", "b.1"}}),
      one_row({{"File", std::nullopt}, {"Position", "4"}}),
      Table{{"File", "Position"}, {{"b.1", "4"}, {"b.2", "4"}}},
      one_row({{"Slave_IO_State", "x"}}),
      Table{},
  };
  for (const Table& table : refused) {
    const Result<SourceStatus> status = parse_source_status(table);
    ASSERT_FALSE(status) << testing::PrintToString(table.columns);
    EXPECT_EQ(status.error().reason, Reason::malformed);
    EXPECT_FALSE(status.error().text.empty());
  }
}

}  // namespace
}  // namespace replwatch::mysql
