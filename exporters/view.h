// View: a snapshot looked at at one moment; knows how long a look of each probe is evidence.
#pragma once

#include <map>
#include <string_view>
#include <utility>

#include "exporters/snapshot.h"

namespace replwatch::exporters {

class View {
 public:
  // The snapshot must outlive the view.
  View(const Snapshot& snapshot, Now now);

  const Snapshot& snapshot() const { return snapshot_; }
  const Now& now() const { return now_; }

  // How long a look of `probe` at `name` is evidence: three of its intervals and one deadline.
  Duration life(std::string_view probe, std::string_view name) const;
  // Whether the loop that makes snapshots still goes round.
  bool loop_goes_round() const;

  double age(Instant instant) const { return seconds(now_.instant - instant); }
  WallTime wall(Instant instant) const { return wall_time(instant, now_.instant, now_.wall); }

  template <class T>
  const T* fresh(const Sighting<T>& sighting, std::string_view probe, std::string_view name) const {
    return sighting.fresh(now_.instant, life(probe, name));
  }

 private:
  const Snapshot& snapshot_;
  Now now_;
  std::map<std::pair<std::string_view, std::string_view>, Duration> intervals_;
};

}  // namespace replwatch::exporters
