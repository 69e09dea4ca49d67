#include "nagios/log_check.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "nagios/log_plugin.h"
#include "probes/tunnel/log_reader.h"
#include "tests/unit/exporters/golden.h"
#include "tests/unit/tunnel/stunnel_log.h"

namespace replwatch::nagios {
namespace {

using testing::expect_golden;

LogThresholds limits(std::string_view warning = "0", std::string_view critical = "0") {
  return {*parse_range(warning), *parse_range(critical)};
}

LogSight sight_of(const std::string& log) {
  LogSight sight;
  sight.path = "/var/log/stunnel4/stunnel.log";
  sight.service = "mysql";
  sight.span = LogSpan::since_last_run;
  sight.took = std::chrono::milliseconds(3);
  for (const auto& event : tunnel::events_of(log)) {
    sight.counts.add(event);
    sight.last_failures.push_back(event);
  }
  std::erase_if(sight.last_failures, [](const auto& event) {
    return event.kind == tunnel::EventKind::accepted || event.kind == tunnel::EventKind::verify_ok ||
           event.kind == tunnel::EventKind::closed || event.kind == tunnel::EventKind::reset;
  });
  sight.counts.lines = static_cast<std::uint64_t>(std::ranges::count(log, '\n'));
  return sight;
}

const std::string kGood = tunnel::log_of(
    "0", {"5 Service [mysql] accepted connection from 10.0.0.1:5", "5 Certificate accepted at depth=0: CN=a",
          "5 Connection closed: 9 byte(s) sent to TLS, 8 byte(s) sent to socket"});
const std::string kRefused = tunnel::log_of(
    "1", {"5 Service [mysql] accepted connection from 10.0.0.1:6",
          "4 CERT: Pre-verification error: certificate has expired",
          "4 Rejected by CERT at depth=0: DC=es, DC=irisgrid, O=ifca, CN=host/server2.domain.two | evil",
          "3 SSL_accept: x.c:1: error:1:SSL routines::certificate verify failed",
          "5 Connection reset: 0 byte(s) sent to TLS, 0 byte(s) sent to socket"});
const std::string kBackend = tunnel::log_of(
    "2", {"3 s_connect: connect 127.0.0.1:3306: Connection refused (111)", "3 No more addresses to connect"});
const std::string kScanner = tunnel::log_of("3", {"3 SSL_accept: Peer suddenly disconnected"});

struct Row {
  const char* name;
  LogSight sight;
  State state;
  LogThresholds thresholds = limits();
  unsigned verbosity = 0;
};

LogSight with(LogSight sight, const std::function<void(LogSight&)>& change) {
  change(sight);
  return sight;
}

std::vector<Row> rows() {
  const Failure denied{Reason::unreadable, "/var/log/stunnel4/stunnel.log: Permission denied", 13};
  const Failure missing{Reason::missing, "/etc/stunnel/stunnel.conf: No such file or directory", 2};
  return {
      {"ok", sight_of(kGood), State::ok},
      {"silent", sight_of(""), State::ok},
      {"refused", sight_of(kGood + kRefused), State::critical},
      {"several", sight_of(kRefused + kBackend + kBackend + kScanner + kGood), State::critical},
      {"warning", sight_of(kScanner), State::warning, limits("0", "5")},
      {"below_the_limits", sight_of(kScanner), State::ok, limits("3", "5")},
      {"in_detail", sight_of(kRefused + kBackend + kScanner + kScanner), State::critical, limits(), 1},
      {"whole_log", with(sight_of(kRefused), [](auto& each) { each.span = LogSpan::whole; }),
       State::critical},
      {"first_run", with(sight_of(""), [](auto& each) { each.span = LogSpan::from_now_on; }), State::ok},
      {"rest_lost", with(sight_of(kGood), [](auto& each) { each.rest_lost = true; }), State::warning},
      {"denied", with(sight_of(""), [&](auto& each) { each.unreadable = denied; }), State::unknown},
      {"conf_missing",
       with(sight_of(""),
            [&](auto& each) {
              each.unreadable = missing;
              each.path.clear();
            }),
       State::unknown},
      {"place_not_kept",
       with(sight_of(kGood),
            [](auto& each) {
              each.state_trouble = Failure{Reason::unreadable, "/x: Read-only file system"};
            }),
       State::unknown},
  };
}

TEST(LogCheck, EveryStateReadsAsItsGoldenFile) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.name);
    const Outcome outcome = judge_log(row.sight, row.thresholds, row.verbosity);
    EXPECT_EQ(worst_state(outcome.check), row.state);
    expect_golden("plugins/check_stunnel_log/" + std::string(row.name) + ".txt", render(outcome));
  }
}

TEST(LogCheck, HelpReadsAsItsGoldenFile) {
  expect_golden("plugins/check_stunnel_log/help.txt", help_text(kCheckStunnelLog));
}

TEST(LogCheck, EveryLabelIsInEveryAnswer) {
  for (const Row& row : rows()) {
    const std::string text = render(judge_log(row.sight, row.thresholds, row.verbosity));
    const std::string first = text.substr(0, text.find('\n'));
    EXPECT_EQ(std::ranges::count(text, '|'), 1) << row.name;
    for (const PerfRow& perf : kLogPerf) {
      EXPECT_NE(first.find(std::string(perf.label) + "="), std::string::npos)
          << row.name << " " << perf.label;
    }
  }
}

TEST(LogCheck, WhatWasNotCountedIsUnknownNotZero) {
  for (const Row& row : rows()) {
    if (!row.sight.unreadable && row.sight.span != LogSpan::from_now_on) continue;
    const std::string text = render(judge_log(row.sight, row.thresholds, 0));
    EXPECT_NE(text.find("failures=U;0;0;0"), std::string::npos) << text;
  }
}

TEST(LogPlugin, ALogMustBeNamed) {
  const char* const none[] = {"--service", "mysql"};
  const auto order = read_order(kCheckStunnelLog, none, Instant{});
  ASSERT_TRUE(order);
  EXPECT_FALSE(read_log_plan(*order));
  const char* const named[] = {"--log", "/x"};
  EXPECT_TRUE(read_log_plan(*read_order(kCheckStunnelLog, named, Instant{})));
}

}  // namespace
}  // namespace replwatch::nagios
