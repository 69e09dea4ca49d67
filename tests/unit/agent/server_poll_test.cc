#include "agent/server_poll.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "tests/unit/agent/polled.h"

namespace replwatch::agent {
namespace {

using testing::FakeServer;

TEST(ServerPoll, AHealthyPollIsOneRoundTripOnOneConnection) {
  FakeMysql server(healthy);
  Polled polled(target(server.address()));
  polled.until(5);
  const auto batches = server.batches();
  ASSERT_GE(batches.size(), 5u);
  EXPECT_LE(batches.size(), polled.ended + 1 + kRareRounds);
  EXPECT_EQ(std::ranges::count(batches[0].second, ';'), 3) << batches[0].second;
  EXPECT_EQ(server.connections(), 1u);
  const link::ServerSight& sight = polled.poll.sight();
  EXPECT_TRUE(sight.variables.good() && sight.source.good() && sight.threads.good() && sight.replica.good());
  EXPECT_EQ(sight.source.value->position, (mysql::Position{1, 5000}));
  EXPECT_EQ(sight.replica.value->at(0).io, mysql::IoState::running);
  ASSERT_EQ(sight.threads.value->size(), 1u) << "our own thread is left out";
  EXPECT_EQ(sight.threads.value->at(0).kind, mysql::ThreadKind::dump);
  EXPECT_NE(polled.poll.local_port(), 0);
}

TEST(ServerPoll, OnlyWhatTheRolesNeedIsAskedAndTold) {
  FakeMysql server(healthy);
  ServerTarget source = target(server.address());
  source.roles = {true, false};
  Polled polled(source);
  polled.until(2);
  EXPECT_EQ(server.batches().at(0).second.find("SLAVES"), std::string::npos);
  std::string probes;
  for (const auto& each : polled.poll.records()) {
    probes += each.probe + " ";
    EXPECT_EQ(each.name, "backup");
    EXPECT_TRUE(each.looked && each.success && each.last_success);
    const bool rare = each.probe == "log_settings" || each.probe == "binary_logs";
    EXPECT_EQ(each.interval, rare ? mysql::kRareInterval : Duration(20ms));
  }
  EXPECT_EQ(probes, "variables source process_list log_settings binary_logs ");
}

TEST(ServerPoll, AStatementThatHangsIsToldFromAServerThatHangsAndIsKilledFromASecondConnection) {
  FakeMysql server([](const std::string& statement, unsigned connection) {
    if (asked(statement) == Asked::status) return FakeMysql::hang();
    Reply reply = healthy(statement, connection);
    // The server goes on with it: the connection stays in its list.
    if (asked(statement) == Asked::threads)
      reply.table.rows.push_back({"1", "replwatch", "localhost", "Query", "9", ""});
    return reply;
  });
  Polled polled(target(server.address()));
  polled.until(1);
  const link::ServerSight& sight = polled.poll.sight();
  EXPECT_TRUE(sight.variables.good());
  EXPECT_TRUE(sight.threads.good());
  EXPECT_TRUE(sight.replica_status_hangs);
  ASSERT_TRUE(sight.replica.failure);
  EXPECT_EQ(sight.replica.failure->reason, Reason::statement_hung);
  EXPECT_EQ(count(server, Asked::kill), 0u) << "told before the kill, which may itself take time";
  polled.until(4);
  EXPECT_EQ(count(server, Asked::kill), 1u);
  const auto batches = server.batches();
  const auto kill = std::ranges::find(batches, "KILL 1", [](const auto& each) { return each.second; });
  ASSERT_NE(kill, batches.end());
  EXPECT_EQ(kill->first, 2u);
  EXPECT_TRUE(sight.variables.good());
  EXPECT_TRUE(sight.replica_status_hangs) << "still so, and not asked again while it hangs";
  for (auto each = kill + 1; each != batches.end(); ++each) {
    EXPECT_EQ(each->second.find("SLAVES"), std::string::npos);
  }
  EXPECT_LE(server.most_at_once(), 2u);
}

TEST(ServerPoll, AListOfBinaryLogsThatHangsIsToldAndLeavesTheOthersTheirBeat) {
  FakeMysql server([](const std::string& statement, unsigned connection) {
    return statement == "SHOW BINARY LOGS" ? FakeMysql::hang() : healthy(statement, connection);
  });
  Polled polled(target(server.address()));
  polled.until(3);
  const link::ServerSight& sight = polled.poll.sight();
  ASSERT_TRUE(sight.binary_logs.failure);
  EXPECT_EQ(sight.binary_logs.failure->reason, Reason::statement_hung);
  EXPECT_TRUE(sight.variables.good() && sight.source.good() && sight.replica.good());
  EXPECT_FALSE(sight.replica_status_hangs);
}

TEST(ServerPoll, AServerThatAnswersNothingHangsAsAWhole) {
  FakeMysql server([](const std::string&, unsigned) { return FakeMysql::hang(); });
  Polled polled(target(server.address()));
  polled.until(1);
  const link::ServerSight& sight = polled.poll.sight();
  for (const auto& failure :
       {sight.variables.failure, sight.source.failure, sight.threads.failure, sight.replica.failure}) {
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->reason, Reason::timed_out);
  }
  EXPECT_FALSE(sight.replica_status_hangs);
  EXPECT_GE(sight.variables.took, 400ms);
  EXPECT_LT(sight.variables.took, 5s);
}

TEST(ServerPoll, AStatementThatIsRefusedLeavesTheOthersAndIsAskedRarely) {
  FakeMysql server([](const std::string& statement, unsigned connection) {
    return asked(statement) == Asked::status ? FakeMysql::error(1227, "Access denied; you need SLAVE MONITOR")
                                             : healthy(statement, connection);
  });
  Polled polled(target(server.address()));
  polled.until(4);
  const link::ServerSight& sight = polled.poll.sight();
  EXPECT_TRUE(sight.variables.good() && sight.source.good() && sight.threads.good());
  ASSERT_TRUE(sight.replica.failure);
  EXPECT_EQ(sight.replica.failure->reason, Reason::access_denied);
  EXPECT_EQ(sight.replica.failure->number, 1227u);
  EXPECT_FALSE(sight.replica_status_hangs);
  EXPECT_EQ(server.connections(), 1u);
  const auto batches = server.batches();
  EXPECT_EQ(std::ranges::count_if(
                batches, [](const auto& each) { return each.second.find("SLAVES") != std::string::npos; }),
            1);
  const auto records = polled.poll.records();
  EXPECT_EQ(records.at(3).failures[static_cast<std::size_t>(Reason::access_denied)], 1u);
  EXPECT_EQ(records.at(0).failures[static_cast<std::size_t>(Reason::access_denied)], 0u);
}

TEST(ServerPoll, AConnectionThatWasLostIsMadeAnewWithinTheSamePoll) {
  FakeMysql server([polls = 0](const std::string& statement, unsigned connection) mutable {
    if (asked(statement) == Asked::variables && ++polls == 3) return FakeMysql::close();
    return healthy(statement, connection);
  });
  Polled polled(target(server.address()));
  polled.each_time = [&] {
    EXPECT_TRUE(polled.poll.sight().variables.good() && polled.poll.sight().replica.good());
  };
  polled.until(5);
  EXPECT_EQ(server.connections(), 2u);
  EXPECT_EQ(polled.poll.records().at(0).failures[static_cast<std::size_t>(Reason::connection_lost)], 1u)
      << "it is counted all the same";
}

TEST(ServerPoll, AnAnswerThatCannotBeReadIsMalformedAndTheOthersStand) {
  FakeMysql server([](const std::string& statement, unsigned connection) {
    return asked(statement) == Asked::status ? FakeMysql::table({"nonsense"}, {{"x"}})
                                             : healthy(statement, connection);
  });
  Polled polled(target(server.address()));
  polled.until(2);
  EXPECT_TRUE(polled.poll.sight().variables.good());
  ASSERT_TRUE(polled.poll.sight().replica.failure);
  EXPECT_EQ(polled.poll.sight().replica.failure->reason, Reason::malformed);
}

TEST(ServerPoll, NeverMoreThanOnePollIsInFlight) {
  std::atomic<int> in_flight = 0, most = 0;
  FakeMysql server([&](const std::string& statement, unsigned connection) {
    most = std::max(most.load(), ++in_flight);
    std::this_thread::sleep_for(10ms);  // longer, for all of a poll, than its interval
    --in_flight;
    return healthy(statement, connection);
  });
  Polled polled(target(server.address()));
  polled.until(3);
  EXPECT_EQ(server.connections(), 1u);
  EXPECT_EQ(server.most_at_once(), 1u);
  EXPECT_EQ(most, 1);
  EXPECT_LE(server.batches().size(), polled.ended + 1 + kRareRounds);
}

TEST(ServerPoll, ARefusedLoginIsToldOfEverythingAndTriedEverMoreRarely) {
  FakeServer server([](FakeServer::Peer& peer, unsigned) {
    peer.send(FakeMysql::packet(FakeMysql::greeting("10.11.19-MariaDB", 1), 0));
    peer.receive(4);
    peer.send(FakeMysql::packet("\xff\x15\x04#28000Access denied for user", 2));
    peer.hang();
  });
  Polled polled(target(server.address()));
  polled.run_for(700ms);
  for (const auto& each : polled.poll.records()) {
    ASSERT_TRUE(each.failure) << each.probe;
    EXPECT_EQ(each.failure->reason, Reason::login_refused) << each.probe;
  }
  EXPECT_GE(polled.ended, 2u);
  EXPECT_LE(polled.ended, 7u) << "20, 40, 80, 160, 320 ms: not each 20";
}

TEST(ServerPoll, StopsAtItsNextStepAndClosesItsConnection) {
  FakeMysql server(healthy);
  Polled polled(target(server.address()));
  polled.until(1);
  EXPECT_TRUE(polled.finishes());
  EXPECT_EQ(polled.poll.local_port(), 0);
}

TEST(PauseAfter, GrowsAndIsCappedWithItsJitter) {
  EXPECT_EQ(pause_after(1, false, 1s, 1), 1s);
  EXPECT_EQ(pause_after(2, false, 1s, 1), 2s);
  EXPECT_EQ(pause_after(3, false, 1s, 1), 4s);
  EXPECT_EQ(pause_after(3, false, 1s, 0.8), 3200ms);
  for (const unsigned many : {4u, 10u, 1000u, ~0u}) {
    EXPECT_EQ(pause_after(many, false, 1s, 1), link::kLongestPause);
    EXPECT_EQ(pause_after(many, false, 1s, 1.2), link::kLongestPause)
        << "jitter does not lengthen the longest";
    EXPECT_EQ(pause_after(many, false, 60s, 1), 60s) << "never below the interval";
    EXPECT_EQ(pause_after(many, true, 1s, 1), 1s) << "a refused connection costs nobody anything";
  }
}

}  // namespace
}  // namespace replwatch::agent
