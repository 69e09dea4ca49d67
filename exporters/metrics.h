// Every metric, declared once: one constexpr row that the Prometheus text, the reference page and the tests
// of dashboards read. A row's name, unit and labels are checked when it is compiled.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exporters/view.h"

namespace replwatch::exporters {

enum class MetricType { gauge, counter };
enum class Unit { none, seconds, timestamp, bytes };  // timestamp: seconds since 1970

struct Sample {
  double value = kUnknown;
  std::vector<std::string> labels;  // values, in the order of the row's label names
};

// At most seven names of labels. A constructor, because g++ 12 takes a shorter braced list of an array inside
// a constexpr row for no constant.
struct LabelNames {
  std::array<std::string_view, 7> names{};
  std::size_t count = 0;

  constexpr LabelNames(std::initializer_list<std::string_view> given) {
    for (const std::string_view name : given) names.at(count++) = name;
  }
};

struct Metric {
  std::string_view name;
  MetricType type;
  Unit unit;
  std::string_view label;  // short, for performance data and tables
  std::string_view help;
  LabelNames label_names;
  void (*emit)(const View&, std::vector<Sample>&);
};

struct MetricGroup {
  std::string_view name;
  std::span<const Metric> rows;
};

std::span<const Metric> agent_metrics();
std::span<const Metric> server_metrics();
std::span<const Metric> replica_metrics();
std::span<const Metric> link_metrics();
std::span<const Metric> tunnel_metrics();

std::array<MetricGroup, 5> metric_groups();  // in the order of the reference

}  // namespace replwatch::exporters
