#include "exporters/view.h"

#include <algorithm>

namespace replwatch::exporters {

View::View(const Snapshot& snapshot, Now now) : snapshot_(snapshot), now_(now) {
  for (const ProbeRecord& probe : snapshot.probes)
    intervals_.emplace(std::pair<std::string_view, std::string_view>{probe.probe, probe.name},
                       probe.interval);
}

Duration View::life(std::string_view probe, std::string_view name) const {
  const auto found = intervals_.find({probe, name});
  const Duration interval = found != intervals_.end()
                                ? found->second
                                : std::max<Duration>(snapshot_.shortest_interval, std::chrono::seconds(1));
  return 3 * interval + snapshot_.deadline;
}

bool View::loop_goes_round() const {
  return now_.instant - snapshot_.taken <= 3 * snapshot_.shortest_interval + snapshot_.deadline;
}

}  // namespace replwatch::exporters
