#include "probes/mysql/columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/mysql/fixture.h"

namespace replwatch::mysql {
namespace {

TEST(Columns, EveryVersionsNameIsFoundByTheOneWeAskFor) {
  EXPECT_EQ(find_column(Table{{"x", "Source_Host"}, {}}, "Master_Host"), 1u);
  EXPECT_EQ(find_column(Table{{"MASTER_HOST"}, {}}, "Master_Host"), 0u);
  EXPECT_EQ(find_column(Table{{"Replica_SQL_Running_State"}, {}}, "Slave_SQL_Running_State"), 0u);
  EXPECT_EQ(find_column(Table{{"seconds_behind_source"}, {}}, "Seconds_Behind_Master"), 0u);
  EXPECT_EQ(find_column(Table{{"Channel_Name"}, {}}, "Connection_name"), 0u);
}

TEST(Columns, TheBetterNameWinsWhereverItStands) {
  EXPECT_EQ(find_column(Table{{"Last_Errno", "Last_SQL_Errno"}, {}}, "Last_SQL_Errno"), 1u);
  EXPECT_EQ(find_column(Table{{"Last_Errno"}, {}}, "Last_SQL_Errno"), 0u);
}

TEST(Columns, AnUnknownNameAndAnEmptyColumnNameAreNotMistakenForOne) {
  EXPECT_EQ(find_column(Table{{"", "Slave_IO_Runnin"}, {}}, "Slave_IO_Running"), std::nullopt);
  EXPECT_EQ(find_column(Table{{""}, {}}, "Master_Host"), std::nullopt);
  EXPECT_EQ(find_column(Table{}, "Master_Host"), std::nullopt);
}

TEST(RowReader, AbsentAndNullAreUnknownAndNoFailure) {
  const Table table = one_row({{"SQL_Delay", std::nullopt}});
  RowReader row(table, 0);
  EXPECT_EQ(row.number<unsigned>("SQL_Delay"), std::nullopt);
  EXPECT_EQ(row.number<unsigned>("Skip_Counter"), std::nullopt);
  EXPECT_EQ(row.text_or_empty("SQL_Delay"), "");
  EXPECT_FALSE(row.failure());
}

TEST(RowReader, ANumberThatIsNoneIsNamedWithItsColumn) {
  for (const char* value :
       {"abc", "", "-1", "18446744073709551616", "1 ", " 1", "1.5", "0x1", "1\n", "NULL"}) {
    const Table table = one_row({{"SQL_Delay", value}});
    RowReader row(table, 0);
    EXPECT_EQ(row.number<std::uint64_t>("SQL_Delay"), std::nullopt);
    ASSERT_TRUE(row.failure()) << value;
    EXPECT_EQ(row.failure()->reason, Reason::malformed);
    EXPECT_THAT(row.failure()->text, testing::HasSubstr("SQL_Delay"));
  }
}

TEST(RowReader, ARealNumberIsFiniteAndNotNegative) {
  for (const char* value : {"nan", "inf", "-0.5", "1e999", "1,5"}) {
    const Table table = one_row({{"Slave_heartbeat_period", value}});
    RowReader row(table, 0);
    EXPECT_EQ(row.number<double>("Slave_heartbeat_period"), std::nullopt);
    EXPECT_TRUE(row.failure()) << value;
  }
  const Table table = one_row({{"Slave_heartbeat_period", "30.000"}});
  RowReader row(table, 0);
  EXPECT_EQ(row.number<double>("Slave_heartbeat_period"), 30.0);
}

TEST(RowReader, TheFirstFailureIsKept) {
  const Table table = one_row({{"a", "x"}, {"b", "y"}});
  RowReader row(table, 0);
  row.number<int>("a");
  row.number<int>("b");
  row.required("c");
  EXPECT_THAT(row.failure()->text, testing::HasSubstr("column a"));
}

TEST(RowReader, AHostileValueIsQuotedShortAndOnOneLine) {
  const Table table = one_row({{"SQL_Delay", "\x1b[31m\n\xff" + std::string(100000, 'x')}});
  RowReader row(table, 0);
  row.number<int>("SQL_Delay");
  EXPECT_LT(row.failure()->text.size(), 120u);
  EXPECT_EQ(row.failure()->text.find('\n'), std::string::npos);
  EXPECT_EQ(row.failure()->text.find('\x1b'), std::string::npos);
}

TEST(RowReader, ARowShorterThanItsColumnsHasThemAbsent) {
  const Table table{{"a", "b"}, {{"1"}}};
  RowReader row(table, 0);
  EXPECT_EQ(row.text("b"), std::nullopt);
  EXPECT_EQ(RowReader(table, 7).text("a"), std::nullopt);
}

TEST(RowReader, AFlagIsOnOrOffAndNothingElse) {
  struct Case {
    const char* text;
    std::optional<bool> flag;
  };
  for (const Case& c : {Case{"1", true}, Case{"on", true}, Case{"NO_LOCK", true}, Case{"0", false},
                        Case{"OFF", false}, Case{"2", std::nullopt}, Case{"", std::nullopt}}) {
    const Table table = one_row({{"read_only", c.text}});
    RowReader row(table, 0);
    EXPECT_EQ(row.flag("read_only"), c.flag) << c.text;
    EXPECT_EQ(row.failure().has_value(), !c.flag) << c.text;
  }
}

TEST(Columns, AListOfNamesIsSplitAtCommas) {
  EXPECT_THAT(split_names("DB_1,DB_2"), testing::ElementsAre("DB_1", "DB_2"));
  EXPECT_THAT(split_names(" a , ,b,"), testing::ElementsAre("a", "b"));
  EXPECT_THAT(split_names(""), testing::IsEmpty());
  EXPECT_THAT(split_names(",,"), testing::IsEmpty());
}

}  // namespace
}  // namespace replwatch::mysql
