#include "exporters/metric_reference.h"

#include <gmock/gmock.h>

#include <set>

#include "exporters/metrics.h"
#include "tests/unit/exporters/golden.h"

namespace replwatch::testing {
namespace {

using namespace exporters;
using ::testing::HasSubstr;

std::set<std::string_view> names() {
  std::set<std::string_view> all;
  for (const MetricGroup& group : metric_groups())
    for (const Metric& row : group.rows) all.insert(row.name);
  return all;
}

TEST(MetricReference, IsTheGoldenFile) { expect_golden("metric_reference.md", metric_reference()); }

TEST(MetricReference, HoldsEveryMetric) {
  const std::string text = metric_reference();
  for (const std::string_view name : names()) EXPECT_THAT(text, HasSubstr("| `" + std::string(name) + "` |"));
}

TEST(MetricReference, SendsReadersOfTheManualToMetricsThatExist) {
  const std::set<std::string_view> known = names();
  for (const ManualRow& row : manual_rows()) EXPECT_TRUE(known.contains(row.metric)) << row.metric;
  for (const char* column :
       {"Slave_IO_State", "Read_Master_Log_Pos", "Master_Log_File", "Position", "Master_Port"})
    EXPECT_THAT(metric_reference(), HasSubstr("| `" + std::string(column) + "` |"));
}

}  // namespace
}  // namespace replwatch::testing
