#include "exporters/status_json.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/unit/exporters/golden.h"
#include "tests/unit/exporters/sample_snapshot.h"

namespace replwatch::testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

json status_of(const Snapshot& snapshot, Duration later = {}, bool local = false) {
  return json::parse(status_json(View(snapshot, at(later)), local));
}

TEST(StatusJson, AnswersAreTheGoldenFiles) {
  const Snapshot full = full_snapshot(), empty = empty_snapshot(), unlooked = unlooked_snapshot();
  expect_golden("status_full.json", status_json(View(full, at()), false));
  expect_golden("status_full_local.json", status_json(View(full, at()), true));
  expect_golden("status_empty.json", status_json(View(empty, at()), false));
  expect_golden("status_unlooked.json", status_json(View(unlooked, at()), false));
  expect_golden("link_broken.json", link_json(View(full, at()), "voms", false).value_or(""));
}

TEST(StatusJson, UnknownNumbersAreNullAndNotZero) {
  const json link = status_of(unlooked_snapshot())["links"][0];
  for (const char* name : {"staleness_seconds", "lag_seconds", "exposure_seconds", "unreceived_bytes",
                           "unapplied_bytes", "fresh_at", "channel_status", "age_seconds"})
    EXPECT_TRUE(link.at(name).is_null()) << name;
  EXPECT_EQ(link["cause"], "blind");
  EXPECT_FALSE(link["sentence"].get<std::string>().empty());
}

TEST(StatusJson, AgesGrowAndLapsedNumbersBecomeNull) {
  const Snapshot snapshot = full_snapshot();
  const json then = status_of(snapshot), later = status_of(snapshot, 60s);
  EXPECT_EQ(then["links"][0]["staleness_seconds"], 0.8);
  EXPECT_EQ(later["links"][0]["staleness_seconds"], 60.8);
  EXPECT_EQ(then["links"][0]["evidence"][0]["age_seconds"], 0.3);
  EXPECT_TRUE(later["links"][0]["lag_seconds"].is_null());
  EXPECT_EQ(later["links"][0]["cause"], "blind");
  EXPECT_EQ(later["links"][0]["since_seconds"], 54);
  EXPECT_TRUE(later["servers"][0]["up"].is_null());
  EXPECT_EQ(later["servers"][0]["age_seconds"], 60.5);
  EXPECT_TRUE(later["probes"][0]["success"].is_null());
  EXPECT_EQ(later["severity"], "unknown");
}

TEST(StatusJson, VerbatimTextsGoOutOnlyLocally) {
  const Snapshot snapshot = full_snapshot();
  EXPECT_THAT(status_json(View(snapshot, at()), false), Not(HasSubstr("script")));
  const json local = status_of(snapshot, {}, true);
  EXPECT_THAT(local["links"][1]["evidence"][0]["local_text"].get<std::string>(), HasSubstr("<script>"));
  EXPECT_THAT(local["links"][1]["channel_status"]["last_io_error_text"].get<std::string>(),
              HasSubstr("<script>"));
  EXPECT_THAT(local["probes"][2]["failure"]["text"].get<std::string>(), HasSubstr("<script>"));
  EXPECT_THAT(local["tunnels"][0]["log"]["recent"][0]["subject"].get<std::string>(), HasSubstr("<script>"));
}

TEST(StatusJson, ExposureStandsStillOnceTheSourceIsProvenDead) {
  Snapshot snapshot = full_snapshot();
  snapshot.links[0].evidence.freshness.staleness = 30;
  snapshot.links[0].evidence.freshness.exposure = 12;
  snapshot.links[0].fresh_at = kAt - 30s;
  const json link = status_of(snapshot, 2s)["links"][0];
  EXPECT_EQ(link["staleness_seconds"], 32);
  EXPECT_EQ(link["exposure_seconds"], 12);
}

TEST(StatusJson, InvalidUtf8InAConfiguredNameDoesNotThrow) {
  Snapshot snapshot = full_snapshot();
  snapshot.links[0].source = "a\xff";
  EXPECT_THAT(status_json(View(snapshot, at()), false), HasSubstr("a\xef\xbf\xbd"));
}

TEST(LinkJson, UnknownLinkIsEmpty) {
  const Snapshot snapshot = full_snapshot();
  EXPECT_FALSE(link_json(View(snapshot, at()), "vom", false));
  EXPECT_FALSE(link_json(View(snapshot, at()), "", false));
}

template <class Codes>
json as_list(const Codes& codes) {
  json list = json::array();
  for (const auto& code : codes) list.push_back(std::string(code));
  return list;
}

TEST(Schemas, HoldEveryCodeThatTheAgentCanSay) {
  const std::string folder = REPLWATCH_SOURCE_DIR "/agent/schema/";
  const json defs = json::parse(std::ifstream(folder + "link.schema.json"))["$defs"];
  std::vector<std::string_view> causes;
  for (const link::CauseRow& row : link::kCauses) causes.push_back(row.code);
  EXPECT_EQ(defs["cause"]["enum"], as_list(causes));
  EXPECT_EQ(defs["finding"]["enum"], as_list(link::kFindingCodes));
  const json status = json::parse(std::ifstream(folder + "status.schema.json"))["$defs"];
  EXPECT_EQ(status["failure"]["properties"]["reason"]["enum"], as_list(kReasonCodes));
}

TEST(Summary, SaysTheWorstFirst) {
  Snapshot snapshot = full_snapshot();
  EXPECT_EQ(status_of(snapshot)["summary"],
            "1 of 2 links critical: voms (tunnel_verify_failed) for 1 h 47 min.");
  snapshot.links.pop_back();
  EXPECT_EQ(status_of(snapshot)["summary"], "The link lfc is ok.");
  snapshot.links.push_back(snapshot.links[0]);
  EXPECT_EQ(status_of(snapshot)["summary"], "All 2 links are ok.");
  snapshot.links[1].verdict.severity = link::Severity::warning;
  snapshot.links[1].verdict.cause = link::Cause::lagging;
  snapshot.links.push_back(snapshot.links[0]);
  snapshot.links[2].verdict.severity = link::Severity::unknown;
  snapshot.links[2].verdict.cause = link::Cause::monitor_denied;
  EXPECT_EQ(status_of(snapshot)["summary"],
            "1 of 3 links unknown: lfc (monitor_denied) for 15 min; 1 warning.");
  EXPECT_EQ(status_of(empty_snapshot())["summary"], "No link is configured.");
}

}  // namespace
}  // namespace replwatch::testing
