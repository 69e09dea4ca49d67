#include "probes/mysql/position.h"

#include <gtest/gtest.h>

#include <string>

namespace replwatch::mysql {
namespace {

TEST(Position, TheNumberBehindTheLastDotCounts) {
  EXPECT_EQ(parse_log_file_number("mysql-bin.000042"), 42u);
  EXPECT_EQ(parse_log_file_number("/var/log/mysql/log_file.1000000"), 1000000u);
  EXPECT_EQ(parse_log_file_number("server1.domain.one-bin.000001"), 1u);
  EXPECT_EQ(parse_log_file_number("b.18446744073709551615"), 18446744073709551615u);
}

TEST(Position, ANameWithoutANumberHasNone) {
  for (const char* name :
       {"", ".", "mysql-bin", "mysql-bin.", ".000001", "mysql-bin.00000x", "mysql-bin.-1", "mysql-bin.+1",
        "mysql-bin. 1", "mysql-bin.1 ", "b.18446744073709551616", "b.0x10"}) {
    EXPECT_EQ(parse_log_file_number(name), std::nullopt) << name;
  }
}

TEST(Position, FilesAreOrderedByNumberAndNotAsText) {
  const Position before{999999, 500}, after{1000000, 4};
  EXPECT_LT(before, after);
  EXPECT_GT(std::string("b.999999"), std::string("b.1000000"));
  EXPECT_LT((Position{1, 4}), (Position{1, 5}));
  EXPECT_EQ((Position{1, 4}), (Position{1, 4}));
}

}  // namespace
}  // namespace replwatch::mysql
