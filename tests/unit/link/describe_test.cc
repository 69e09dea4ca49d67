#include "probes/link/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/link/evidence_builder.h"

namespace replwatch::link {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using tunnel::EventKind;

std::vector<std::string> texts(const Evidence& evidence) {
  std::vector<std::string> texts;
  for (const EvidenceLine& each : describe(evidence)) texts.push_back(each.text);
  return texts;
}

TEST(Describe, AHealthyLinkIsToldHopByHop) {
  EXPECT_THAT(texts(Given().evidence),
              testing::ElementsAre("IO thread: Yes, read up to mysql-bin.000001:5000",
                                   "SQL thread: Yes, executed up to mysql-bin.000001:5000",
                                   "source: its log ends at mysql-bin.000001:5000",
                                   "stunnel mysql: listens on 127.0.0.1:3307, 0 loopback and 0 wan sockets"));
}

TEST(Describe, EachLineIsDatedByTheLookThatSawIt) {
  const auto lines = describe(Given().evidence);
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0].seen, kNow - 500ms);
  EXPECT_EQ(lines[2].seen, kNow - 300ms);
  EXPECT_EQ(lines[3].seen, kNow - 200ms);
}

TEST(Describe, ServersWordsGoIntoTheLocalTextOnly) {
  Given given;
  given.io_connecting(1045, "Access denied for user 'db_rep'").sql_stopped(1062);
  given.status().last_sql_error_text = "Duplicate entry 'secret'";
  const auto lines = describe(given.evidence);
  EXPECT_THAT(texts(given.evidence), Contains("last IO error 1045: login_refused"));
  EXPECT_THAT(texts(given.evidence), Contains("last SQL error 1062"));
  std::string local;
  for (const EvidenceLine& each : lines) {
    EXPECT_THAT(each.text, Not(HasSubstr("db_rep")));
    EXPECT_THAT(each.text, Not(HasSubstr("secret")));
    local += each.local_text;
  }
  EXPECT_THAT(local, HasSubstr("db_rep"));
  EXPECT_THAT(local, HasSubstr("secret"));
}

TEST(Describe, AFailedLookIsToldByItsReasonAndNumber) {
  Given given;
  given.source_failed(Reason::timed_out);
  given.evidence.replica.replica.failed({Reason::access_denied, "why", 1227}, kNow - 20ms, kNow - 10ms);
  EXPECT_THAT(texts(given.evidence), Contains("replica status: access_denied 1227"));
  EXPECT_THAT(texts(given.evidence), Contains("source, asked through the tunnel: timed_out"));
  EXPECT_THAT(texts(given.source_asked_directly().evidence), Contains("source: timed_out"));
}

TEST(Describe, ThePresentTroubleOfTheLogIsALine) {
  EXPECT_THAT(texts(Given().io_connecting().logged(EventKind::verify_failed, "expired").evidence),
              Contains("stunnel log: verify_failed expired"));
  EXPECT_THAT(texts(Given().io_connecting().logged(EventKind::verify_failed, "expired", 80s).evidence),
              Not(Contains(HasSubstr("verify_failed"))));
}

TEST(RuleOut, SaysWhatSpeaksAgainstEarlierCauses) {
  const auto lines = rule_out(Given().sql_stopped().evidence, Cause::sql_thread_stopped);
  EXPECT_THAT(lines, testing::ElementsAre("source_down: the source answers through the tunnel",
                                          "tunnel_stalled: the source answers through the tunnel",
                                          "tunnel_client_down: stunnel listens on 127.0.0.1:3307",
                                          "replica_unresponsive: the replica answers",
                                          "connecting: the IO thread is connected"));
}

TEST(RuleOut, NeverRulesOutTheCauseItselfNorWhatIsNotSeen) {
  EXPECT_THAT(rule_out(Given().evidence, Cause::tunnel_client_down),
              Not(Contains(HasSubstr("tunnel_client_down"))));
  EXPECT_THAT(rule_out(Given().later(60s).evidence, Cause::blind), testing::IsEmpty());
  const auto direct = rule_out(Given().source_asked_directly().evidence, Cause::ok);
  EXPECT_THAT(direct, Contains("source_down: the source answers"));
  EXPECT_THAT(direct, Not(Contains(HasSubstr("tunnel_stalled"))));
}

TEST(NextStep, IsTheGrantWhereAGrantIsMissingAndTheAccountWhereTheLoginIs) {
  EXPECT_THAT(next_step(row(Cause::monitor_denied), Given().status_failed(Reason::access_denied).evidence),
              HasSubstr("GRANT"));
  Given never_in;
  never_in.evidence.replica = {};
  EXPECT_THAT(next_step(row(Cause::monitor_denied), never_in.replica_failed(Reason::login_refused).evidence),
              HasSubstr("account and password"));
  EXPECT_EQ(next_step(row(Cause::blind), Given().evidence), row(Cause::blind).next);
}

}  // namespace
}  // namespace replwatch::link
