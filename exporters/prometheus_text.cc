#include "exporters/prometheus_text.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <iterator>

#include "exporters/metrics.h"
#include "exporters/mysqld_names.h"
#include "probes/text.h"

namespace replwatch::exporters {

namespace {

// The serializer escapes label values and lets invalid UTF-8 through.
prometheus::ClientMetric client_metric(const Metric& row, const Sample& sample) {
  prometheus::ClientMetric metric;
  for (std::size_t at = 0; at < sample.labels.size(); ++at)
    metric.label.push_back({std::string(row.label_names.names[at]), valid_utf8(sample.labels[at])});
  if (row.type == MetricType::counter)
    metric.counter.value = sample.value;
  else
    metric.gauge.value = sample.value;
  return metric;
}

prometheus::MetricFamily family(const Metric& row, const View& view) {
  prometheus::MetricFamily family;
  family.name = row.name;
  family.help = row.help;
  family.type =
      row.type == MetricType::counter ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge;
  std::vector<Sample> samples;
  row.emit(view, samples);
  family.metric.reserve(samples.size());
  for (const Sample& sample : samples) family.metric.push_back(client_metric(row, sample));
  return family;
}

}  // namespace

std::string prometheus_text(const View& view) {
  std::vector<prometheus::MetricFamily> families;
  for (const MetricGroup& group : metric_groups())
    for (const Metric& row : group.rows) {
      families.push_back(family(row, view));
      if (families.back().metric.empty()) families.pop_back();
    }
  if (view.snapshot().mysqld_exporter_names)
    std::ranges::move(mysqld_families(view), std::back_inserter(families));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace replwatch::exporters
