// StateKeeping: the store as the running agent sees it: what was kept, what is to be kept, and how that goes.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/log.h"
#include "agent/state/store.h"
#include "exporters/snapshot.h"
#include "probes/link/saved_history.h"

namespace replwatch::agent {

class StateKeeping {
 public:
  static constexpr Duration kInterval = std::chrono::seconds(1);

  // Waits for the disk a little: what an earlier run has kept is needed before the first look.
  StateKeeping(const std::string& folder, Log& log);

  // What an earlier run has kept; once.
  std::vector<StateRecord> restored() { return std::exchange(restored_, {}); }
  void keep(std::vector<StateRecord> records) { store_.keep(std::move(records)); }
  // At the end; waits for the disk no longer than the agent's end may take.
  void finish();
  // The row "state" in the table of probes; trouble and its end are logged once.
  exporters::ProbeRecord record();

 private:
  Log& log_;
  Store store_;
  std::vector<StateRecord> restored_;
  std::optional<Failure> failure_;
  std::optional<Instant> last_success_;
  std::array<std::uint64_t, kReasonCodes.size()> failures_{};
};

// Both clocks and the boot, now.
link::ClockReading read_clocks();

}  // namespace replwatch::agent
