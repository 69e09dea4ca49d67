#include "probes/mysql/grants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replwatch::mysql {
namespace {

Version server(std::string_view text) { return parse_version(text).value(); }

TEST(Grants, TheLineNamesWhatEachVersionCallsThePrivileges) {
  for (const auto& [version, line] :
       {std::pair{"9.7.4", "GRANT REPLICATION CLIENT, PROCESS ON *.* TO 'replwatch'@'localhost'"},
        {"5.0.77", "GRANT REPLICATION CLIENT, PROCESS ON *.* TO 'replwatch'@'localhost'"},
        {"10.4.34-MariaDB", "GRANT REPLICATION CLIENT, PROCESS ON *.* TO 'replwatch'@'localhost'"},
        {"10.5.8-MariaDB",
         "GRANT BINLOG MONITOR, REPLICATION SLAVE ADMIN, PROCESS ON *.* TO 'replwatch'@'localhost'"},
        {"10.5.9-MariaDB", "GRANT BINLOG MONITOR, SLAVE MONITOR, PROCESS ON *.* TO 'replwatch'@'localhost'"},
        {"11.8.6-MariaDB",
         "GRANT BINLOG MONITOR, SLAVE MONITOR, PROCESS ON *.* TO 'replwatch'@'localhost'"}}) {
    EXPECT_EQ(grant_line(server(version), "replwatch@localhost"), line) << version;
  }
}

TEST(Grants, AnAccountsNameIsQuotedAndSplitAtTheLastAt) {
  EXPECT_THAT(grant_line(server("9.7.4"), "a@b@192.0.2.%"), testing::EndsWith(" TO 'a@b'@'192.0.2.%'"));
  EXPECT_THAT(grant_line(server("9.7.4"), "replwatch"), testing::EndsWith(" TO 'replwatch'@'localhost'"));
  EXPECT_THAT(grant_line(server("9.7.4"), "o'neill\\@h"), testing::EndsWith(" TO 'o''neill\\\\'@'h'"));
}

TEST(Grants, ADeniedReplicaStatusNamesThePrivilegeOfThisVersion) {
  EXPECT_EQ(missing_grant(Question::replica_status, server("10.11.19-MariaDB"), 1227)->privilege,
            "SLAVE MONITOR");
  EXPECT_EQ(missing_grant(Question::replica_status, server("9.7.4"), 1227)->privilege, "REPLICATION CLIENT");
  EXPECT_EQ(missing_grant(Question::source_position, server("9.7.4"), 1227)->privilege, "REPLICATION CLIENT");
  EXPECT_EQ(missing_grant(Question::process_list, server("9.7.4"), 1142)->privilege, "PROCESS");
  EXPECT_THAT(std::string(missing_grant(Question::process_list, server("9.7.4"), 1142)->lost),
              testing::HasSubstr("threads"));
}

TEST(Grants, WhatIsNoDenialOrNeedsNothingLacksNoGrant) {
  EXPECT_EQ(missing_grant(Question::replica_status, server("9.7.4"), 1064), std::nullopt);
  EXPECT_EQ(missing_grant(Question::replica_status, server("9.7.4"), 0), std::nullopt);
  EXPECT_EQ(missing_grant(Question::variables, server("9.7.4"), 1227), std::nullopt);
  EXPECT_EQ(needed_grant(Question::source_position, server("10.11.19-MariaDB")), std::nullopt);
}

}  // namespace
}  // namespace replwatch::mysql
