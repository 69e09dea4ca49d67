#include "nagios/plugin.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "nagios/replica_plugin.h"
#include "nagios/server_options.h"

namespace replwatch::nagios {
namespace {

constexpr Instant kStart{std::chrono::seconds(100)};

Result<Order> order(std::vector<const char*> arguments) {
  return read_order(kCheckMysqlReplica, arguments, kStart);
}

// As the plugin reads its arguments: the frame's own part, then its own.
Result<ReplicaPlan> plan(std::vector<const char*> arguments) {
  const auto read = order(std::move(arguments));
  if (!read) return read.error();
  return read_replica_plan(*read);
}

TEST(Order, DefaultsAreTheContracts) {
  const auto read = order({});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->warning->text, "60");
  EXPECT_EQ(read->critical->text, "300");
  EXPECT_EQ(read->timeout, std::chrono::seconds(10));
  EXPECT_EQ(plan({})->look.replica.text(), "localhost:3306");
}

TEST(Order, TheDeadlineLeavesTimeToAnswerBeforeTheTimeout) {
  for (const char* timeout : {"0.1", "1", "2", "10", "3600"}) {
    const auto read = order({"-t", timeout});
    ASSERT_TRUE(read) << timeout;
    EXPECT_LT(read->deadline, kStart + read->timeout) << timeout;
    EXPECT_GE(read->deadline, kStart + read->timeout - std::chrono::milliseconds(250)) << timeout;
  }
}

TEST(Order, WhatMakesNoSenseIsRefusedInOneLine) {
  struct Row {
    std::vector<const char*> arguments;
    std::string_view message;
  };
  const Row rows[] = {
      {{"-w", "abc"}, "-w: 'abc' is no threshold range: "},
      {{"-c", ""}, "-c: '' is no threshold range: "},
      {{"-c", "60s"}, "-c: '60s' is no threshold range: "},
      {{"-t", "0"}, "-t: a number of seconds is needed"},
      {{"-t", "-1"}, "-t: a number of seconds is needed"},
      {{"-t", "nan"}, "-t: a number of seconds is needed"},
      {{"-t", "inf"}, "-t: a number of seconds is needed"},
      {{"-t", "10s"}, "-t: a number of seconds is needed"},
      {{"-t", "3601"}, "-t: a number of seconds is needed"},
      {{"-t", ""}, "-t: a number of seconds is needed"},
      {{"-p", "0"}, "-p is the port here"},
      {{"-p", "65536"}, "-p is the port here"},
      {{"-p", "-1"}, "-p is the port here"},
      {{"-P", "x"}, "-p is the port here"},
      {{"-H", ""}, "-H: a host name or an address is needed"},
      {{"-H", "-p"}, "-H: a host name or an address is needed"},
      {{"-H", "a b"}, "-H: a host name or an address is needed"},
      {{"-H", "http://a"}, "-H: a host name or an address is needed"},
      {{"-s", ""}, "-s: the whole path"},
      {{"-s", "mysqld.sock"}, "-s: the whole path"},
      {{"--password-env", ""}, "--password-env: the name of an environment variable"},
      {{"--password-env", "1a"}, "--password-env: the name of an environment variable"},
      {{"--password-env", "s3cret!"}, "--password-env: the name of an environment variable"},
      {{"--password-env", "REPLWATCH_NO_SUCH_VARIABLE"}, "--password-env: no such variable"},
      {{"--source", ""}, "--source: HOST:PORT is needed"},
      {{"--source", ":3306"}, "--source: HOST:PORT is needed"},
      {{"--source", "a:"}, "--source: HOST:PORT is needed"},
      {{"--source", "a:0"}, "--source: HOST:PORT is needed"},
      {{"--source", "a:b"}, "--source: HOST:PORT is needed"},
      {{"--source", "::1"}, "--source: HOST:PORT is needed"},
      {{"--source", "[::1"}, "--source: HOST:PORT is needed"},
      {{"--source", "[::1]x"}, "--source: HOST:PORT is needed"},
      {{"--source", "a:3306", "--warning-bytes", "1k"}, "--warning-bytes: '1k' is no threshold range"},
      {{"--source", "a:3306", "--critical-bytes", ""}, "--critical-bytes: '' is no threshold range"},
      {{"--warning-bytes", "5"}, "--warning-bytes and --critical-bytes need --source"},
      {{"-w"}, "-w needs a value: RANGE"},
      {{"--password=s3cret"}, "--password is not accepted"},
  };
  for (const Row& row : rows) {
    const auto read = plan(row.arguments);
    ASSERT_FALSE(read) << row.message << " " << row.arguments[0];
    EXPECT_TRUE(read.error().text.starts_with(row.message)) << read.error().text;
    EXPECT_EQ(read.error().text.find("s3cret"), std::string::npos);
    EXPECT_EQ(read.error().text.find('\n'), std::string::npos);
  }
}

TEST(Order, TheServersAreReadFromTheOptions) {
  setenv("REPLWATCH_TEST_PASSWORD", "from the environment", 1);
  const auto read =
      plan({"-H", "server2", "-P", "3307", "-4", "--file=/etc/x.cnf", "--group", "site", "--username", "me",
            "--password-env", "REPLWATCH_TEST_PASSWORD", "--source", "[2001:db8::1]:3308", "--channel", ""});
  ASSERT_TRUE(read);
  const io::ServerAddress& replica = read->look.replica;
  EXPECT_EQ(replica.text(), "server2:3307");
  EXPECT_TRUE(replica.ipv4_only);
  EXPECT_EQ(replica.defaults_file, "/etc/x.cnf");
  EXPECT_EQ(replica.defaults_group, "site");
  EXPECT_EQ(replica.user, "me");
  EXPECT_EQ(replica.password, "from the environment");
  EXPECT_EQ(read->look.source->host, "2001:db8::1");
  EXPECT_EQ(read->look.source->port, 3308);
  EXPECT_EQ(read->look.source->user, "me");
  EXPECT_EQ(read->look.channel, "");  // the default channel alone, not all of them
  EXPECT_EQ(plan({"--source", "a"})->look.source->port, 3306);
  EXPECT_EQ(plan({})->look.channel, std::nullopt);
  EXPECT_EQ(plan({"-s", "/run/a.sock"})->look.replica.text(), "/run/a.sock");
}

TEST(Plugin, HelpFits80ColumnsAndTheUsage23Lines) {
  const std::string help = help_text(kCheckMysqlReplica);
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
  std::istringstream usage(usage_error(kCheckMysqlReplica, "why"));
  int count = 0;
  for (std::string line; std::getline(usage, line);) ++count;
  EXPECT_LE(count, 23);
  EXPECT_LE(std::ranges::count(option_lines(kCheckMysqlReplica.options), '\n'), 23);
}

TEST(Plugin, HelpAndVersionNeedNoSenseInTheRest) {
  EXPECT_TRUE(order({"-t", "x", "-h"})->options.given(Opt::help));
  EXPECT_TRUE(order({"-w", "x", "--version"})->options.given(Opt::version));
}

}  // namespace
}  // namespace replwatch::nagios
