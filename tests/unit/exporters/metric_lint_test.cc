#include "exporters/metric_lint.h"

#include <gtest/gtest.h>

namespace replwatch::exporters {
namespace {

void none(const View&, std::vector<Sample>&) {}

constexpr Metric kGood{
    "replwatch_link_lag_seconds", MetricType::gauge, Unit::seconds, "lag", "How far behind", {"link"}, none};

template <class Change>
bool taken(Change change) {
  Metric row = kGood;
  change(row);
  return well_named(row);
}

TEST(MetricLint, TakesAGoodRow) { EXPECT_TRUE(well_named(kGood)); }

TEST(MetricLint, RefusesABadRow) {
  EXPECT_FALSE(taken([](Metric& row) { row.name = "link_lag_seconds"; })) << "prefix";
  EXPECT_FALSE(taken([](Metric& row) { row.name = "replwatch_link_Lag_seconds"; })) << "capital";
  EXPECT_FALSE(taken([](Metric& row) { row.name = "replwatch_link__lag_seconds"; })) << "two underscores";
  EXPECT_FALSE(taken([](Metric& row) { row.name = "replwatch_link_lag"; })) << "unit missing";
  EXPECT_FALSE(taken([](Metric& row) { row.name = "replwatch_link_lag_bytes"; })) << "another unit";
  EXPECT_FALSE(taken([](Metric& row) { row.unit = Unit::none; })) << "unit in the name only";
  EXPECT_FALSE(taken([](Metric& row) { row.unit = Unit::timestamp; })) << "no timestamp in the name";
  EXPECT_FALSE(taken([](Metric& row) { row.name = "replwatch_lag_timestamp_seconds"; }))
      << "unit says no timestamp";
  EXPECT_FALSE(taken([](Metric& row) { row.name = "replwatch_link_lag_seconds_total"; }))
      << "a gauge is no total";
  EXPECT_FALSE(taken([](Metric& row) { row.type = MetricType::counter; })) << "a counter is a total";
  EXPECT_FALSE(taken([](Metric& row) { row.help = "Two\nlines of help"; })) << "help on two lines";
  EXPECT_FALSE(taken([](Metric& row) { row.help = ""; })) << "no help";
  EXPECT_FALSE(taken([](Metric& row) { row.label = "Lag in s"; })) << "short label";
  EXPECT_FALSE(taken([](Metric& row) { row.label_names = {"link", ""}; })) << "a label without a name";
  EXPECT_FALSE(taken([](Metric& row) { row.label_names = {"Link"}; })) << "label's name";
}

TEST(MetricLint, RefusesAListThatNamesOneMetricTwice) {
  EXPECT_FALSE(well_named(std::array<Metric, 2>{kGood, kGood}));
}

}  // namespace
}  // namespace replwatch::exporters
