#include <map>

#include "exporters/metric_emit.h"
#include "exporters/metric_lint.h"
#include "exporters/probe_reading.h"
#include "exporters/words.h"

namespace replwatch::exporters {

namespace {

using Samples = std::vector<Sample>;

void build_info(const View& view, Samples& samples) { samples.push_back({1, {view.snapshot().version}}); }

void start_timestamp(const View& view, Samples& samples) {
  samples.push_back({timestamp(view.snapshot().started), {}});
}

void snapshot_timestamp(const View& view, Samples& samples) {
  samples.push_back({timestamp(view.wall(view.snapshot().taken)), {}});
}

void config_reload_ok(const View& view, Samples& samples) {
  samples.push_back({as_number(view.snapshot().config_reload_ok), {}});
}

void poll_interval(const View& view, Samples& samples) {
  std::map<std::string_view, Duration> intervals;
  for (const ProbeRecord& probe : view.snapshot().probes) intervals.emplace(probe.probe, probe.interval);
  for (const auto& [probe, interval] : intervals)
    samples.push_back({seconds(interval), {std::string(probe)}});
}

template <auto Read>
void per_probe(const View& view, Samples& samples) {
  for (const ProbeRecord& probe : view.snapshot().probes)
    samples.push_back({Read(probe, view), {probe.probe, probe.name}});
}

double last_success(const ProbeRecord& probe, const View& view) {
  return probe.last_success ? timestamp(view.wall(*probe.last_success)) : kUnknown;
}

void probe_failures(const View& view, Samples& samples) {
  for (const ProbeRecord& probe : view.snapshot().probes)
    for (std::size_t reason = 0; reason < kReasonCodes.size(); ++reason)
      samples.push_back({static_cast<double>(probe.failures[reason]),
                         {probe.probe, probe.name, std::string(kReasonCodes[reason])}});
}

using enum MetricType;
constexpr Metric kRows[]{
    Metric{"replwatch_build_info",
           gauge,
           Unit::none,
           "build",
           "Always 1; says which version runs",
           {"version"},
           build_info},
    Metric{"replwatch_start_timestamp_seconds",
           gauge,
           Unit::timestamp,
           "start",
           "When the agent started",
           {},
           start_timestamp},
    Metric{"replwatch_snapshot_timestamp_seconds",
           gauge,
           Unit::timestamp,
           "snapshot",
           "When the picture that this answer is made from was taken",
           {},
           snapshot_timestamp},
    Metric{"replwatch_config_last_reload_successful",
           gauge,
           Unit::none,
           "reload_ok",
           "1 when the configuration was taken when it was read last, 0 when it was refused",
           {},
           config_reload_ok},
    Metric{"replwatch_poll_interval_seconds",
           gauge,
           Unit::seconds,
           "interval",
           "How often a probe looks",
           {"probe"},
           poll_interval},
    Metric{"replwatch_probe_success",
           gauge,
           Unit::none,
           "probe_success",
           "1 when the latest look was good, 0 when it failed, NaN when there was none lately",
           {"probe", "name"},
           per_probe<probe_success>},
    Metric{"replwatch_probe_duration_seconds",
           gauge,
           Unit::seconds,
           "probe_duration",
           "How long the latest look took",
           {"probe", "name"},
           per_probe<probe_duration_seconds>},
    Metric{"replwatch_probe_last_success_timestamp_seconds",
           gauge,
           Unit::timestamp,
           "probe_last_success",
           "When a look was good last",
           {"probe", "name"},
           per_probe<last_success>},
    Metric{"replwatch_probe_failures_total",
           counter,
           Unit::none,
           "probe_failures",
           "Looks that failed, by reason",
           {"probe", "name", "reason"},
           probe_failures},
};
static_assert(well_named(kRows));

}  // namespace

std::span<const Metric> agent_metrics() { return kRows; }

}  // namespace replwatch::exporters
