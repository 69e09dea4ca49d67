#include "nagios/source_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

#include "nagios/source_plugin.h"
#include "probes/mysql/grants.h"
#include "tests/unit/exporters/golden.h"
#include "tests/unit/nagios/sample_sight.h"

namespace replwatch::nagios {
namespace {

using testing::expect_golden;

SourceThresholds thresholds(unsigned replicas = 1) {
  return {*parse_range("0"), *parse_range("0"), replicas};
}

mysql::Thread dump_thread(std::uint64_t id) {
  mysql::Thread thread;
  thread.id = id;
  thread.user = "db_rep";
  thread.host = "localhost:45678";
  thread.command = "Binlog Dump";
  thread.state = "Master has sent all binlog to slave; waiting for more updates";
  thread.kind = mysql::ThreadKind::dump;
  return thread;
}

SourceSight well() {
  SourceSight sight;
  sight.now = kThen + 12 * kMillisecond;
  sight.took = 12 * kMillisecond;
  sight.address = "server1.domain.one:3306";
  sight.version = sample_version();
  mysql::Variables variables;
  variables.version = sample_version();
  variables.server_id = 1;
  variables.sync_binlog = 1;
  sight.source.variables.saw(variables, kThen, kThen + 9 * kMillisecond);
  mysql::SourceStatus status;
  status.logs = true;
  status.log_file = "mysql-bin.000042";
  status.position = mysql::Position{42, 9000};
  sight.source.source.saw(status, kThen, kThen + 10 * kMillisecond);
  mysql::Thread client;
  client.id = 7;
  client.user = "lfc";
  sight.source.threads.saw({client, dump_thread(8)}, kThen, kThen + 11 * kMillisecond);
  return sight;
}

SourceSight with(const std::function<void(SourceSight&)>& damage) {
  SourceSight sight = well();
  damage(sight);
  return sight;
}

SourceSight unseen(Failure failure) {
  return with([&](SourceSight& sight) {
    sight.version.reset();
    sight.source = {};
    sight.source.variables.failed(failure, kThen, sight.now);
    sight.source.source.failed(failure, kThen, sight.now);
    sight.source.threads.failed(failure, kThen, sight.now);
  });
}

void without_dump_threads(SourceSight& sight) {
  sight.source.threads.saw({}, kThen, kThen + 11 * kMillisecond);
  sight.sees_all_threads = true;
}

struct SourceState {
  const char* name;
  State state;
  SourceSight sight;
  unsigned replicas = 1, verbosity = 0;
};

std::vector<SourceState> source_states() {
  return {
      {"ok", State::ok, well()},
      {"ok_in_detail", State::ok, well(), 1, 1},
      {"ok_no_replica_wanted", State::ok, with(without_dump_threads), 0},
      {"replica_missing", State::critical, with(without_dump_threads)},
      {"one_of_two_missing", State::critical, with([](auto& sight) { sight.sees_all_threads = true; }), 2},
      {"threads_hidden", State::unknown, with([](SourceSight& sight) {
         without_dump_threads(sight);
         sight.sees_all_threads = false;
         sight.account = "nagios@10.0.0.%";
       })},
      {"read_only", State::warning,
       with([](SourceSight& sight) { sight.source.variables.value->read_only = true; })},
      {"not_durable", State::ok,
       with([](SourceSight& sight) { sight.source.variables.value->sync_binlog = 0; })},
      {"no_binary_log", State::critical, with([](SourceSight& sight) {
         sight.source.source.saw(mysql::SourceStatus{}, kThen, kThen + 10 * kMillisecond);
       })},
      {"position_denied", State::unknown, with([](SourceSight& sight) {
         sight.version->flavor = mysql::Flavor::mysql;
         sight.source.source = {};
         sight.source.source.failed({Reason::access_denied, "Access denied", 1227}, kThen, sight.now);
         sight.account = "nagios@10.0.0.%";
       })},
      {"source_down", State::critical, unseen({Reason::refused, "Can't connect to server (111)", 2003})},
      {"source_unresponsive", State::critical, unseen({Reason::timed_out, "no answer within the deadline"})},
      {"source_unreachable", State::critical, unseen({Reason::unreachable, "No route to host", 2003})},
      {"source_unresolved", State::critical, unseen({Reason::unresolved, "no such host: server1"})},
      {"login_refused", State::unknown, unseen({Reason::login_refused, "Access denied for user", 1045})},
      {"monitor_crowded_out", State::unknown, unseen({Reason::crowded_out, "Too many connections", 1040})},
      {"not_a_server", State::unknown, unseen({Reason::malformed, "not a MySQL server's greeting"})},
  };
}

TEST(SourceCheck, EveryStateReadsAsItsGoldenFile) {
  for (const SourceState& row : source_states()) {
    SCOPED_TRACE(row.name);
    const Outcome outcome = judge_source(row.sight, thresholds(row.replicas), row.verbosity);
    EXPECT_EQ(worst_state(outcome.check), row.state);
    expect_golden("plugins/check_mysql_source/" + std::string(row.name) + ".txt", render(outcome));
  }
}

TEST(SourceCheck, HelpReadsAsItsGoldenFile) {
  expect_golden("plugins/check_mysql_source/help.txt", help_text(kCheckMysqlSource));
}

TEST(SourceCheck, EveryLabelIsInEveryAnswer) {
  for (const SourceState& row : source_states()) {
    const std::string text = render(judge_source(row.sight, thresholds(row.replicas), row.verbosity));
    const std::string first = text.substr(0, text.find('\n'));
    EXPECT_EQ(std::ranges::count(text, '|'), 1) << row.name;
    for (const PerfRow& perf : kSourcePerf) {
      EXPECT_NE(first.find(std::string(perf.label) + "="), std::string::npos)
          << row.name << " " << perf.label;
    }
  }
}

TEST(SourceCheck, ThreadsThatMayBeHiddenAreUnknownNotMissing) {
  SourceSight sight = with(without_dump_threads);
  for (const std::optional<bool> sees : {std::optional<bool>(false), std::optional<bool>()}) {
    sight.sees_all_threads = sees;
    const std::string text = render(judge_source(sight, thresholds(), 0));
    EXPECT_TRUE(text.starts_with("UNKNOWN - ")) << text;
    EXPECT_NE(text.find("|missing=U;0;0;0 dump_threads=U"), std::string::npos) << text;
  }
}

TEST(SourceCheck, ThresholdsCountMissingDumpThreads) {
  const SourceSight sight = with([](SourceSight& each) { each.sees_all_threads = true; });
  const auto state = [&](const char* warning, const char* critical, unsigned replicas) {
    return worst_state(
        judge_source(sight, {*parse_range(warning), *parse_range(critical), replicas}, 0).check);
  };
  EXPECT_EQ(state("0", "1", 1), State::ok);
  EXPECT_EQ(state("0", "1", 2), State::warning);
  EXPECT_EQ(state("0", "1", 3), State::critical);
}

TEST(SourceCheck, AHostileServerCannotBreakTheAnswer) {
  const SourceSight sight = with([](SourceSight& each) {
    each.source.source.value->log_file = std::string(2000, 'f') + "|missing=0\n";
    mysql::Thread thread = dump_thread(9);
    thread.host = thread.user = thread.state = "a|b\n\xFF" + std::string(5000, 'x');
    each.source.threads.saw({thread}, kThen, each.now);
  });
  const std::string text = render(judge_source(sight, thresholds(), 3));
  EXPECT_EQ(std::ranges::count(text, '|'), 1);
  EXPECT_LT(text.find('\n'), 1000u);
  EXPECT_LT(text.size(), 4000u);
}

TEST(SourcePlan, TheNumberOfReplicasIsAWholeNumber) {
  for (const char* bad : {"-1", "1.5", "x", "1001", ""}) {
    const char* const arguments[] = {"--replicas", bad};
    const auto order = read_order(kCheckMysqlSource, arguments, kThen);
    ASSERT_TRUE(order) << bad;
    const auto plan = read_source_plan(*order);
    ASSERT_FALSE(plan) << bad;
    EXPECT_NE(plan.error().text.find("--replicas"), std::string::npos);
  }
  const char* const arguments[] = {"--replicas", "2"};
  const auto plan = read_source_plan(*read_order(kCheckMysqlSource, arguments, kThen));
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->look.replicas, 2u);
  EXPECT_EQ(plan->thresholds.replicas, 2u);
}

TEST(Grants, APrivilegeCountsWhenItIsGivenOnEverything) {
  using mysql::gives_globally;
  EXPECT_TRUE(gives_globally("GRANT PROCESS, BINLOG MONITOR ON *.* TO `a`@`b`", "PROCESS"));
  EXPECT_TRUE(gives_globally("GRANT BINLOG MONITOR, PROCESS ON *.* TO `a`@`b` IDENTIFIED BY 'x'", "PROCESS"));
  EXPECT_TRUE(gives_globally("GRANT ALL PRIVILEGES ON *.* TO `a`@`b`", "PROCESS"));
  EXPECT_FALSE(gives_globally("GRANT USAGE ON *.* TO `PROCESS`@`b`", "PROCESS"));
  EXPECT_FALSE(gives_globally("GRANT ALL PRIVILEGES ON `a`.* TO `a`@`b`", "PROCESS"));
  EXPECT_FALSE(gives_globally("GRANT PROCESS_X ON *.* TO `a`@`b`", "PROCESS"));
  EXPECT_FALSE(gives_globally("", "PROCESS"));
}

}  // namespace
}  // namespace replwatch::nagios
