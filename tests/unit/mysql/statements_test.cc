#include "probes/mysql/statements.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace replwatch::mysql {
namespace {

using testing::HasSubstr;
using testing::Not;

Version server(std::string_view text) { return parse_version(text).value(); }

TEST(Statements, TheReplicaStatusIsAskedInTheVersionsOwnWords) {
  for (const auto& [version, sql] : {std::pair{"5.0.77", "SHOW SLAVE STATUS"},
                                     {"5.7.44", "SHOW SLAVE STATUS"},
                                     {"8.0.21", "SHOW SLAVE STATUS"},
                                     {"8.0.22", "SHOW REPLICA STATUS"},
                                     {"9.7.4", "SHOW REPLICA STATUS"},
                                     {"5.5.68-MariaDB", "SHOW SLAVE STATUS"},
                                     {"10.0.38-MariaDB", "SHOW ALL SLAVES STATUS"},
                                     {"5.5.5-10.11.19-MariaDB", "SHOW ALL SLAVES STATUS"},
                                     {"11.8.6-MariaDB", "SHOW ALL SLAVES STATUS"}}) {
    EXPECT_EQ(statement(Question::replica_status, server(version)), sql) << version;
  }
}

TEST(Statements, TheSourcePositionTakesNoLockWhereItNeedNot) {
  for (const auto& [version, sql, lockless] :
       {std::tuple{"10.11.19-MariaDB", "SHOW GLOBAL STATUS LIKE 'binlog_snapshot_%'", true},
        {"5.1.67-MariaDB", "SHOW MASTER STATUS", false},
        {"5.0.77", "SHOW MASTER STATUS", false},
        {"8.1.0", "SHOW MASTER STATUS", false},
        {"8.2.0", "SHOW BINARY LOG STATUS", false},
        {"9.7.4", "SHOW BINARY LOG STATUS", false}}) {
    EXPECT_EQ(statement(Question::source_position, server(version)), sql) << version;
    EXPECT_EQ(takes_no_binlog_lock(server(version)), lockless) << version;
  }
}

TEST(Statements, TheProcessListLeavesTheStatementsOfUsersAlone) {
  EXPECT_THAT(statement(Question::process_list, server("8.0.22")), HasSubstr("performance_schema"));
  EXPECT_THAT(statement(Question::process_list, server("8.0.21")), HasSubstr("information_schema"));
  EXPECT_THAT(statement(Question::process_list, server("10.11.19-MariaDB")), HasSubstr("information_schema"));
  EXPECT_EQ(statement(Question::process_list, server("5.0.77")), "SHOW PROCESSLIST");
  EXPECT_THAT(statement(Question::process_list, server("10.11.19-MariaDB")), Not(HasSubstr("info ")));
}

TEST(Statements, OnlyVariablesThatTheVersionHasAreAskedFor) {
  const auto variables = [](std::string_view version) {
    return std::string(statement(Question::variables, server(version)));
  };
  EXPECT_THAT(variables("10.11.19-MariaDB"), HasSubstr("gtid_slave_pos"));
  EXPECT_THAT(variables("10.11.19-MariaDB"), Not(HasSubstr("server_uuid")));
  EXPECT_THAT(variables("5.5.68-MariaDB"), Not(HasSubstr("gtid")));
  EXPECT_THAT(variables("9.7.4"), HasSubstr("replica_net_timeout"));
  EXPECT_THAT(variables("9.7.4"), Not(HasSubstr("@@global.slave_")));
  EXPECT_THAT(variables("8.0.25"), HasSubstr("@@global.slave_net_timeout"));
  EXPECT_THAT(variables("5.6.51"), Not(HasSubstr("super_read_only")));
  EXPECT_THAT(variables("5.5.62"), Not(HasSubstr("server_uuid")));
  EXPECT_THAT(variables("5.0.77"), HasSubstr("SHOW GLOBAL VARIABLES"));
}

TEST(Statements, EveryFormIsTriedOnceAndThenNothingIsLeft) {
  for (const char* version : {"5.0.77", "5.7.44", "8.0.26", "9.7.4", "5.2.14-MariaDB", "10.11.19-MariaDB"}) {
    for (const Question question : kQuestions) {
      std::set<std::string_view> tried;
      std::size_t fallback = 0;
      for (; !statement(question, server(version), fallback).empty(); ++fallback) {
        EXPECT_TRUE(tried.insert(statement(question, server(version), fallback)).second)
            << version << " repeats " << statement(question, server(version), fallback);
        ASSERT_LT(fallback, 10u);
      }
      EXPECT_GE(tried.size(), is_rare(question) ? 1u : 2u) << version << " " << code(question);
      EXPECT_TRUE(statement(question, server(version), fallback + 1).empty());
    }
  }
}

TEST(Statements, AVersionThatLiesIsFoundOut) {
  EXPECT_EQ(statement(Question::replica_status, server("5.7.44"), 1), "SHOW REPLICA STATUS");
  EXPECT_EQ(statement(Question::replica_status, server("9.7.4"), 1), "SHOW SLAVE STATUS");
  EXPECT_EQ(statement(Question::source_position, server("8.0.36"), 1), "SHOW BINARY LOG STATUS");
}

TEST(Statements, OlderFormsAreTriedBeforeNewerOnesAndTheNearestFirst) {
  const Version middle = server("5.7.44");
  EXPECT_THAT(statement(Question::process_list, middle, 0), HasSubstr("information_schema"));
  EXPECT_EQ(statement(Question::process_list, middle, 1), "SHOW PROCESSLIST");
  EXPECT_THAT(statement(Question::process_list, middle, 2), HasSubstr("performance_schema"));
  const Version oldest = server("5.0.77");
  EXPECT_THAT(statement(Question::process_list, oldest, 1), HasSubstr("information_schema"));
  EXPECT_THAT(statement(Question::process_list, oldest, 2), HasSubstr("performance_schema"));
}

TEST(Statements, NoStatementHoldsASemicolon) {
  for (const char* version : {"5.0.77", "5.7.44", "8.0.26", "9.7.4", "5.2.14-MariaDB", "10.11.19-MariaDB"}) {
    for (const Question question : kQuestions) {
      for (std::size_t i = 0; !statement(question, server(version), i).empty(); ++i) {
        EXPECT_THAT(std::string(statement(question, server(version), i)), Not(HasSubstr(";")));
      }
    }
  }
}

TEST(Statements, CheapQuestionsComeFirstAndTheReplicaStatusLast) {
  EXPECT_EQ(kQuestions.front(), Question::variables);
  EXPECT_EQ(kQuestions[3], Question::replica_status) << "of those that a poll asks each time";
}

TEST(Statements, ADenialIsNoReasonToFallBack) {
  for (const unsigned number : {1064u, 1193u, 1146u, 1109u}) EXPECT_TRUE(is_not_understood(number)) << number;
  for (const unsigned number : {0u, 1227u, 1142u, 1044u, 1045u, 2013u})
    EXPECT_FALSE(is_not_understood(number));
}

}  // namespace
}  // namespace replwatch::mysql
