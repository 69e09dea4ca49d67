// A poll of one server on a loop of the test's thread, against a fake server that says what a healthy one
// says.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>

#include "agent/server_poll.h"
#include "probes/io/clock.h"
#include "tests/unit/io/fake_mysql.h"

namespace replwatch::agent {

using namespace std::chrono_literals;
using testing::FakeMysql;
using Reply = FakeMysql::Reply;

enum class Asked { variables, position, threads, status, kill, other };

inline Asked asked(const std::string& statement) {
  if (statement.starts_with("SELECT @@version")) return Asked::variables;
  if (statement.find("binlog_snapshot") != std::string::npos) return Asked::position;
  if (statement.find("processlist") != std::string::npos) return Asked::threads;
  if (statement == "SHOW ALL SLAVES STATUS") return Asked::status;
  return statement.starts_with("KILL ") ? Asked::kill : Asked::other;
}

// What a healthy server says.
inline Reply healthy(const std::string& statement, unsigned connection) {
  switch (asked(statement)) {
    case Asked::variables:
      return FakeMysql::table(
          {"version", "hostname", "server_id", "read_only", "binlog_format", "sync_binlog",
           "slave_net_timeout", "slave_skip_errors", "slave_exec_mode", "connection_id"},
          {{"10.11.19-MariaDB", "server2", "2", "1", "ROW", "1", "60", "OFF", "STRICT",
            std::to_string(connection)}});
    case Asked::position:
      return FakeMysql::table({"Variable_name", "Value"}, {{"Binlog_snapshot_file", "mysql-bin.000001"},
                                                           {"Binlog_snapshot_position", "5000"}});
    case Asked::threads:
      return FakeMysql::table({"id", "user", "host", "command", "time", "state"},
                              {{std::to_string(connection), "replwatch", "localhost", "Query", "0", ""},
                               {"77", "db_rep", "localhost:41000", "Binlog Dump", "9", "waiting"}});
    case Asked::status:
      return FakeMysql::table({"Connection_name", "Slave_IO_State", "Slave_IO_Running", "Slave_SQL_Running"},
                              {{"", "Waiting for master to send event", "Yes", "Yes"}});
    default:
      return FakeMysql::table({}, {});
  }
}

inline ServerTarget target(io::ServerAddress address) {
  return {"backup", std::move(address), {true, true}, 20ms, 400ms};
}

// A poll that runs on a loop of the test's thread.
class Polled {
 public:
  explicit Polled(ServerTarget of) : poll(loop_.get_executor(), std::move(of), [this] { on_change(); }) {
    asio::co_spawn(loop_, poll.run(), asio::detached);
  }
  ~Polled() {
    poll.stop();
    loop_.run_for(5s);
  }
  // Until that many polls have ended.
  void until(unsigned polls) {
    const Instant limit = io::now() + 20s;
    while (ended < polls && io::now() < limit) loop_.run_one_for(10ms);
    ASSERT_GE(ended, polls) << "the beat has stopped";
  }
  void run_for(std::chrono::milliseconds time) { loop_.run_for(time); }
  bool finishes() {
    poll.stop();
    loop_.run_for(5s);
    return loop_.stopped();
  }

 private:
  asio::io_context loop_{1};

 public:
  ServerPoll poll;
  unsigned ended = 0;
  std::function<void()> each_time = [] {};

 private:
  void on_change() {
    ++ended;
    each_time();
  }
};

// What is asked rarely is asked in the first poll, and then not for a minute.
inline constexpr unsigned kRareRounds = 2;

inline std::size_t count(const FakeMysql& server, Asked what) {
  const auto batches = server.batches();
  return static_cast<std::size_t>(
      std::ranges::count_if(batches, [&](const auto& each) { return asked(each.second) == what; }));
}

}  // namespace replwatch::agent
