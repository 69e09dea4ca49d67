#include "nagios/replica_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "nagios/replica_plugin.h"
#include "tests/unit/exporters/golden.h"
#include "tests/unit/nagios/replica_states.h"

namespace replwatch::nagios {
namespace {

using testing::expect_golden;

std::string told(const ReplicaSight& sight, const ReplicaThresholds& thresholds = sample_thresholds(),
                 unsigned verbosity = 0) {
  return render(judge_replica(sight, thresholds, verbosity));
}

State state(const ReplicaSight& sight, const ReplicaThresholds& thresholds = sample_thresholds()) {
  return worst_state(judge_replica(sight, thresholds, 0).check);
}

TEST(ReplicaCheck, EveryStateReadsAsItsGoldenFile) {
  for (const ReplicaState& row : replica_states()) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(state(row.sight, row.thresholds), row.state);
    expect_golden("plugins/check_mysql_replica/" + std::string(row.name) + ".txt",
                  told(row.sight, row.thresholds, row.verbosity));
  }
}

TEST(ReplicaCheck, HelpReadsAsItsGoldenFile) {
  expect_golden("plugins/check_mysql_replica/help.txt", help_text(kCheckMysqlReplica));
  expect_golden("plugins/check_mysql_replica/usage_error.txt",
                usage_error(kCheckMysqlReplica, "-w: " + parse_range("abc").error().text));
}

TEST(ReplicaCheck, EveryLabelIsInEveryAnswer) {
  for (const ReplicaState& row : replica_states()) {
    const std::string text = told(row.sight, row.thresholds, row.verbosity);
    const std::string first = text.substr(0, text.find('\n'));
    EXPECT_EQ(std::ranges::count(text, '|'), 1) << row.name;
    for (const PerfRow& perf : kReplicaPerf) {
      EXPECT_NE(first.find(std::string(perf.label) + "="), std::string::npos)
          << row.name << " " << perf.label;
    }
    EXPECT_LT(first.size(), 1000u) << row.name;
    EXPECT_LT(text.size(), 4000u) << row.name;
  }
}

TEST(ReplicaCheck, ALagThatAServerTellsWithoutBothThreadsIsUnknownNotZero) {
  mysql::ReplicaStatus status = sample_status();
  status.io = IoState::connecting;  // MySQL says 0 here
  const std::string text = told(sample_sight({status}));
  EXPECT_NE(text.find("|lag=U;60;300;0 "), std::string::npos) << text;
}

TEST(ReplicaCheck, TheSqlThreadsWordsGoOutOnlyWhenAskedFor) {
  EXPECT_EQ(told(sql_error()).find("Duplicate entry"), std::string::npos);
  EXPECT_NE(told(sql_error(), sample_thresholds(), 1).find("Duplicate entry"), std::string::npos);
}

TEST(ReplicaCheck, TheMissingGrantIsALineToPaste) {
  EXPECT_NE(told(denied()).find("GRANT BINLOG MONITOR, SLAVE MONITOR, PROCESS ON *.* TO 'nagios'@'10.0.0.%'"),
            std::string::npos)
      << told(denied());
}

TEST(ReplicaCheck, OneChannelOfUnknownLagMakesTheLagUnknown) {
  const std::string text = told(sample_sight(one_of_two_stopped()));
  EXPECT_NE(text.find("|lag=U;"), std::string::npos) << text;
  EXPECT_NE(text.find("channels=2;;;0 channels_running=1;"), std::string::npos) << text;
}

TEST(ReplicaCheck, AHostileServerCannotBreakTheAnswer) {
  mysql::ReplicaStatus status =
      sample_status("a|b\n\xFF" + std::string(3000, 'c'), "h|x\n" + std::string(3000, 'h'));
  status.source_log_file = std::string(2000, 'f') + "|lag=0s";
  status.sql_running = false;
  status.last_sql_error = 1;
  status.last_sql_error_text = std::string(100000, '|');
  const std::string text = told(sample_sight({status, sample_status()}), sample_thresholds(), 3);
  EXPECT_EQ(std::ranges::count(text, '|'), 1);
  EXPECT_LT(text.find('\n'), 1000u);
  EXPECT_LT(text.size(), 4000u);
  EXPECT_TRUE(text.starts_with("CRITICAL - "));
}

TEST(ReplicaCheck, AThousandChannelsAreAllCounted) {
  std::vector<mysql::ReplicaStatus> channels;
  for (int i = 0; i < 1000; ++i) channels.push_back(sample_status("channel" + std::to_string(i)));
  channels[500].sql_running = false;
  const std::string text = told(sample_sight(channels));
  EXPECT_TRUE(
      text.starts_with("CRITICAL - 1000 channels, 1 not well: server2.domain.two:3306 channel 'channel500'"))
      << text;
  EXPECT_NE(text.find("channels_running=999;"), std::string::npos);
}

TEST(ChannelFrom, MatchesByServerIdAndNeverGuesses) {
  mysql::Variables source;
  source.server_id = 1;
  auto channels = two_channels();
  channels[1].source_server_id = 3;
  EXPECT_EQ(channel_from(channels, source, std::nullopt), &channels[0]);
  EXPECT_EQ(channel_from(channels, source, "voms"), nullptr);
  channels[1].source_server_id = 1;  // two channels from one server
  EXPECT_EQ(channel_from(channels, source, std::nullopt), nullptr);
  EXPECT_EQ(channel_from(channels, source, "voms"), &channels[1]);
  channels[0].source_server_id = 0;  // never met its source
  channels.pop_back();
  EXPECT_EQ(channel_from(channels, source, std::nullopt), &channels[0]);
  EXPECT_EQ(channel_from({}, source, std::nullopt), nullptr);
}

}  // namespace
}  // namespace replwatch::nagios
