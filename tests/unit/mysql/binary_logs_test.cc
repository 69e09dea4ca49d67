#include "probes/mysql/binary_logs.h"

#include <gtest/gtest.h>

#include <cmath>

namespace replwatch::mysql {
namespace {

using Rows = std::vector<std::vector<std::optional<std::string>>>;

Table logs(Rows rows) { return {{"Log_name", "File_size"}, std::move(rows)}; }

TEST(BinaryLogs, FilesComeWithTheirNumbersAndSizes) {
  const auto files =
      parse_binary_logs(logs({{"mysql-bin.000009", "352"}, {"mysql-bin.1000000", "1073742000"}}));
  ASSERT_TRUE(files) << files.error().text;
  EXPECT_EQ(*files, (std::vector<LogFileSize>{{9, 352}, {1000000, 1073742000}}));
}

TEST(BinaryLogs, AThirdColumnIsIgnoredAndNoFilesAreAnAnswer) {
  const Table newer{{"Log_name", "File_size", "Encrypted"}, {{"binlog.000002", "158", "No"}}};
  EXPECT_EQ(parse_binary_logs(newer).value(), (std::vector<LogFileSize>{{2, 158}}));
  EXPECT_TRUE(parse_binary_logs(logs({})).value().empty());
}

TEST(BinaryLogs, OneMalformedRowRefusesTheWholeAnswer) {
  const Rows refused[] = {
      {{"mysql-bin.000001", "1"}, {"mysql-bin", "2"}},
      {{"mysql-bin.000001", "-1"}},
      {{"mysql-bin.000001", std::nullopt}},
      {{std::nullopt, "1"}},
      {{"mysql-bin.000001", "18446744073709551616"}},
      {{"mysql-bin.000002", "1"}, {"mysql-bin.000001", "1"}},
      {{"mysql-bin.000001", "1"}, {"mysql-bin.000001", "1"}},
      {{"mysql-bin.00000x", "1"}},
  };
  for (const Rows& rows : refused) {
    const auto files = parse_binary_logs(logs(rows));
    ASSERT_FALSE(files);
    EXPECT_EQ(files.error().reason, Reason::malformed);
  }
  EXPECT_FALSE(parse_binary_logs({{"Name"}, {{"mysql-bin.000001"}}}));
}

const std::vector<LogFileSize> kFiles{{3, 1000}, {4, 500}, {5, 200}, {7, 100}};

TEST(BinaryLogs, BytesAreCountedAcrossFilesWhoseSizesAreKnown) {
  EXPECT_EQ(bytes_between(kFiles, {3, 100}, {3, 400}), 300);
  EXPECT_EQ(bytes_between(kFiles, {3, 900}, {5, 50}), 100 + 500 + 50);
  EXPECT_EQ(bytes_between({}, {9, 4}, {9, 10}), 6);
}

TEST(BinaryLogs, NothingLiesBetweenAPlaceAndAnEarlierOne) {
  EXPECT_EQ(bytes_between(kFiles, {4, 4}, {4, 4}), 0);
  EXPECT_EQ(bytes_between(kFiles, {5, 4}, {4, 400}), 0);
}

TEST(BinaryLogs, AFileOfUnknownSizeMakesTheBytesUnknown) {
  EXPECT_TRUE(std::isnan(bytes_between(kFiles, {2, 4}, {4, 4})));
  EXPECT_TRUE(std::isnan(bytes_between(kFiles, {5, 4}, {7, 4})));
  EXPECT_TRUE(std::isnan(bytes_between({}, {3, 4}, {4, 4})));
  EXPECT_TRUE(std::isnan(bytes_between(kFiles, {3, 0}, {18446744073709551615u, 0})));
  EXPECT_TRUE(std::isnan(bytes_between(kFiles, {4, 9000}, {5, 4})));
}

}  // namespace
}  // namespace replwatch::mysql
