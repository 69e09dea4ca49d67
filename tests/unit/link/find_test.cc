#include "probes/link/find.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>

#include "tests/unit/link/evidence_builder.h"

namespace replwatch::link {
namespace {

std::set<std::string> codes(const Evidence& evidence) {
  std::set<std::string> found;
  for (const Finding& each : find(evidence)) {
    EXPECT_FALSE(each.text.empty());
    EXPECT_FALSE(each.remedy.empty());
    EXPECT_FALSE(each.accepted);
    EXPECT_EQ((each.text + each.remedy).find('\n'), std::string::npos);
    found.insert(std::string(code(each.code)));
  }
  return found;
}

struct Case {
  const char* finding;
  const char* sentence;
  std::function<void(Given&)> change;
};

const Case kFound[] = {
    {"replica_writable", "read_only is off",
     [](Given& given) { given.evidence.replica.variables.value->read_only = false; }},
    {"skips_errors", "by number",
     [](Given& given) { given.evidence.replica.variables.value->slave_skip_errors = "1062,\n1032"; }},
    {"skips_errors", "by mode",
     [](Given& given) { given.evidence.replica.variables.value->slave_exec_mode = "idempotent"; }},
    {"source_not_sampled", "it is not configured", [](Given& given) { given.source_not_configured(); }},
    {"source_not_sampled", "it does not answer",
     [](Given& given) { given.source_failed(Reason::timed_out); }},
    {"source_not_sampled", "it answers and its position is denied",
     [](Given& given) {
       given.evidence.source.source.failed({Reason::access_denied, "why"}, kNow - 20ms, kNow - 10ms);
     }},
    {"source_read_only", "the source refuses writes",
     [](Given& given) { given.evidence.source.variables.value->read_only = true; }},
    {"not_durable", "sync_binlog is 0",
     [](Given& given) { given.evidence.source.variables.value->sync_binlog = 0; }},
    {"filter_drops_writes", "do-db with statements",
     [](Given& given) {
       given.evidence.source.variables.value->binlog_format = "MIXED";
       given.status().do_db = {"DB_1"};
     }},
    {"verification_inactive", "no verify at all", [](Given& given) { given.tunnel().service.verify = 0; }},
    {"heartbeat_period_too_long", "two silent periods are older than the data may be",
     [](Given& given) { given.status().heartbeat_period = 1800; }},
    {"heartbeat_period_too_long", "none at all", [](Given& given) { given.status().heartbeat_period = 0; }},
    {"log_unreadable", "no right to read the log",
     [](Given& given) {
       given.tunnel().log.failed({Reason::unreadable, "Permission denied", 13}, kNow - 20ms, kNow - 10ms);
     }},
};

const Case kNotFound[] = {
    {"replica_writable", "the variables are too old to say so",
     [](Given& given) { given.later(7s).evidence.replica.variables.value->read_only = false; }},
    {"skips_errors", "OFF in any case",
     [](Given& given) { given.evidence.replica.variables.value->slave_skip_errors = "off"; }},
    {"source_not_sampled", "before its first look has ended",
     [](Given& given) { given.evidence.source = {}; }},
    {"source_read_only", "the source is too long ago",
     [](Given& given) { given.later(7s).evidence.source.variables.value->read_only = true; }},
    {"not_durable", "not told by the version",
     [](Given& given) { given.evidence.source.variables.value->sync_binlog.reset(); }},
    {"filter_drops_writes", "do-db with rows", [](Given& given) { given.status().do_db = {"DB_1"}; }},
    {"filter_drops_writes", "no filter",
     [](Given& given) { given.evidence.source.variables.value->binlog_format = "STATEMENT"; }},
    {"filter_drops_writes", "the format is not known",
     [](Given& given) {
       given.evidence.source.variables.value->binlog_format = "";
       given.status().do_db = {"DB_1"};
     }},
    {"verification_inactive", "the new option instead of the old",
     [](Given& given) {
       given.tunnel().service.verify.reset();
       given.tunnel().service.verify_chain = true;
     }},
    {"verification_inactive", "stunnel.conf was never read",
     [](Given& given) {
       given.tunnel().conf = {};
       given.tunnel().service = {};
     }},
    {"heartbeat_period_too_long", "the default of a day like any other",
     [](Given& given) { given.status().heartbeat_period = 30; }},
    {"heartbeat_period_too_long", "not told by the version",
     [](Given& given) { given.status().heartbeat_period.reset(); }},
    {"log_unreadable", "a silent log is a healthy one", [](Given& given) { given.later(1h); }},
};

TEST(Find, AHealthyLinkHasNoFinding) {
  EXPECT_EQ(codes(Given().evidence), std::set<std::string>{});
  EXPECT_EQ(codes(Given().without_tunnel().evidence), std::set<std::string>{});
}

TEST(Find, EachIsFoundAlone) {
  for (const Case& each : kFound) {
    Given given;
    each.change(given);
    EXPECT_EQ(codes(given.evidence), std::set<std::string>{each.finding}) << each.sentence;
  }
}

TEST(Find, NoneIsFoundInItsNearestFalseAlarm) {
  for (const Case& each : kNotFound) {
    Given given;
    each.change(given);
    EXPECT_FALSE(codes(given.evidence).contains(each.finding)) << each.finding << ": " << each.sentence;
  }
}

TEST(Find, AFindingNeverChangesTheSeverityOfAnother) {
  Given given;
  given.evidence.source.variables.value->read_only = true;
  given.evidence.source.source.failed({Reason::access_denied, "why"}, kNow - 20ms, kNow - 10ms);
  EXPECT_EQ(codes(given.evidence), (std::set<std::string>{"source_not_sampled", "source_read_only"}));
}

TEST(Find, TheManualsHiddenVerifyLineIsNamed) {
  Given given;
  given.tunnel().service.verify.reset();
  given.tunnel().conf.value->verify_hidden_in_comment = true;
  const auto found = find(given.evidence);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].text.find("inside a comment"), std::string::npos);
}

}  // namespace
}  // namespace replwatch::link
