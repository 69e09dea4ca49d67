#include "exporters/prometheus_text.h"

#include <gmock/gmock.h>

#include <set>

#include "exporters/metrics.h"
#include "tests/unit/exporters/golden.h"
#include "tests/unit/exporters/sample_snapshot.h"

namespace replwatch::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of(const Snapshot& snapshot, Duration later = {}) {
  return prometheus_text(View(snapshot, at(later)));
}

// "name{labels}" of every sample line.
std::set<std::string> series_of(const std::string& text) {
  std::set<std::string> series;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = text.find('\n', from);
    const std::string line = text.substr(from, end - from);
    if (!line.starts_with('#')) series.insert(line.substr(0, line.rfind(' ')));
    from = end + 1;
  }
  return series;
}

TEST(PrometheusText, FullSnapshotIsTheGoldenFile) { expect_golden("metrics.prom", text_of(full_snapshot())); }

TEST(PrometheusText, EmptySnapshotStillTellsOfTheAgent) {
  const std::string text = text_of(empty_snapshot());
  EXPECT_THAT(text, HasSubstr("replwatch_build_info{version=\"0.1.0\"} 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("replwatch_link")));
}

TEST(PrometheusText, EverySeriesExistsBeforeTheFirstLook) {
  Snapshot looked = full_snapshot();
  const Snapshot unlooked = unlooked_snapshot();
  for (std::size_t at = 0; at < looked.links.size(); ++at) {  // what only a configuration tells
    looked.links[at].channel = unlooked.links[at].channel;
    looked.links[at].site = unlooked.links[at].site;
  }
  for (ServerRecord& server : looked.servers) server.sight.variables = {};  // labels of server_info
  EXPECT_EQ(series_of(text_of(looked)), series_of(text_of(unlooked)));
}

TEST(PrometheusText, NothingKnownIsNeverZero) {
  const std::string text = text_of(unlooked_snapshot());
  for (const char* series :
       {"server_up{server=\"server1\"}", "source_dump_threads{server=\"server1\"}",
        "replica_configured{link=\"lfc\"}", "replica_sql_running{link=\"lfc\"}",
        "replica_io_state{link=\"lfc\",state=\"stopped\"}", "replica_reported_lag_seconds{link=\"lfc\"}",
        "link_staleness_seconds{link=\"lfc\"}", "link_lag_seconds{link=\"lfc\"}",
        "link_exposure_seconds{link=\"lfc\"}", "link_unreceived_bytes{link=\"lfc\"}",
        "tunnel_listening{tunnel=\"mysql\"}", "tunnel_rtt_seconds{tunnel=\"mysql\"}",
        "tunnel_connections{tunnel=\"mysql\",leg=\"wan\",state=\"established\"}",
        "tunnel_verification_configured{tunnel=\"mysql\"}",
        "probe_success{probe=\"replica\",name=\"server2\"}"})
    EXPECT_THAT(text, HasSubstr("replwatch_" + std::string(series) + " Nan\n"));
  EXPECT_THAT(text, HasSubstr("replwatch_tunnel_verify_total{tunnel=\"mysql\",result=\"expired\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("replwatch_link_cause{link=\"lfc\",cause=\"blind\"} 1\n"));
}

TEST(PrometheusText, WhatIsTooOldBecomesUnknownAndStalenessGrows) {
  const std::string text = text_of(full_snapshot(), 60s);
  for (const char* series : {"server_up{server=\"server1\"}", "server_read_only{server=\"server2\"}",
                             "replica_sql_running{link=\"lfc\"}", "link_lag_seconds{link=\"lfc\"}",
                             "link_unapplied_bytes{link=\"lfc\"}", "tunnel_listening{tunnel=\"mysql\"}",
                             "probe_success{probe=\"replica\",name=\"server2\"}"})
    EXPECT_THAT(text, HasSubstr("replwatch_" + std::string(series) + " Nan\n"));
  EXPECT_THAT(text, HasSubstr("replwatch_link_staleness_seconds{link=\"lfc\"} 60.8\n"));
  EXPECT_THAT(text, HasSubstr("replwatch_link_cause{link=\"lfc\",cause=\"ok\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("replwatch_link_cause{link=\"lfc\",cause=\"blind\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("replwatch_link_severity{link=\"lfc\"} 3\n"));
}

TEST(PrometheusText, CountersHoldTheirValueWhenLooksStop) {
  const std::string text = text_of(full_snapshot(), 24h);
  EXPECT_THAT(text, HasSubstr("replwatch_tunnel_verify_total{tunnel=\"mysql\",result=\"expired\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("replwatch_link_seconds_total{link=\"lfc\",severity=\"critical\"} 40.5\n"));
}

TEST(PrometheusText, HostileTextDoesNotReachALabel) {
  EXPECT_THAT(text_of(full_snapshot()), Not(HasSubstr("script")));
}

TEST(PrometheusText, InvalidUtf8InAConfiguredNameIsReplaced) {
  Snapshot snapshot = full_snapshot();
  snapshot.links[0].site = "a\xff";
  EXPECT_THAT(text_of(snapshot), HasSubstr("site=\"a\xef\xbf\xbd\""));
}

TEST(Metrics, NamesAreUniqueOverAllGroups) {
  std::set<std::string_view> names;
  for (const MetricGroup& group : metric_groups())
    for (const Metric& row : group.rows) EXPECT_TRUE(names.insert(row.name).second) << row.name;
  EXPECT_GT(names.size(), 50u);
}

TEST(Metrics, EverySampleHasAValueForEachLabelOfItsRow) {
  const Snapshot snapshot = full_snapshot();
  const View view(snapshot, at());
  for (const MetricGroup& group : metric_groups())
    for (const Metric& row : group.rows) {
      std::vector<Sample> samples;
      row.emit(view, samples);
      EXPECT_FALSE(samples.empty()) << row.name;
      for (const Sample& sample : samples) EXPECT_EQ(sample.labels.size(), row.label_names.count) << row.name;
    }
}

}  // namespace
}  // namespace replwatch::testing
