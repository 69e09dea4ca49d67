#include "exporters/probe_reading.h"

namespace replwatch::exporters {

namespace {

bool looked_lately(const ProbeRecord& probe, const View& view) {
  const Duration life = view.life(probe.probe, probe.name);
  if (!probe.looked || view.now().instant - view.snapshot().taken > life) return false;
  return !probe.success || (probe.last_success && view.now().instant - *probe.last_success <= life);
}

}  // namespace

double probe_success(const ProbeRecord& probe, const View& view) {
  return looked_lately(probe, view) ? (probe.success ? 1 : 0) : kUnknown;
}

double probe_duration_seconds(const ProbeRecord& probe, const View& view) {
  return looked_lately(probe, view) ? seconds(probe.took) : kUnknown;
}

std::vector<std::string> not_looked_yet(const Snapshot& snapshot) {
  std::vector<std::string> missing;
  for (const ProbeRecord& probe : snapshot.probes)
    if (!probe.looked) missing.push_back(probe.probe + " of " + probe.name);
  return missing;
}

}  // namespace replwatch::exporters
