#include "probes/link/position_history.h"

#include <algorithm>

namespace replwatch::link {

void PositionHistory::observe_source(const std::string& identity, mysql::Position end, Instant asked,
                                     Instant answered) {
  const bool went_back = !entries_.empty() && end < entries_.back().end;
  if (identity != identity_ || went_back) {
    entries_.clear();
    proved_ = false;
    read_at_start_ = read_;  // what has been read until now belongs to the epoch that has ended
    identity_ = identity;
    ++epoch_;
  }
  if (!entries_.empty() && entries_.back().end == end) {
    entries_.back().last_asked = asked;
    entries_.back().last_answered = answered;
    return;
  }
  entries_.push_back({end, answered, asked, answered});
  if (entries_.size() > capacity_) thin();
}

// Every second entry of the older half goes: staleness grows by no more than the gaps that this makes, lag
// only shrinks.
void PositionHistory::thin() {
  std::deque<Entry> kept;
  const std::size_t half = entries_.size() / 2;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (i >= half || i % 2 == 0) kept.push_back(entries_[i]);
  }
  entries_ = std::move(kept);
}

void PositionHistory::observe_replica(mysql::Position executed, std::optional<mysql::Position> read,
                                      bool connected, Instant asked) {
  // A replica that goes back (after a crash, or pointed elsewhere by hand) starts to prove its epoch anew.
  if (!read_at_start_ || (read && *read < *read_at_start_)) read_at_start_ = read;
  const bool reads_on = connected && read && *read > *read_at_start_;
  // After an epoch that this history saw end, what is being executed can be a remnant of it that waited in
  // the relay log: then the executed position, too, must have passed where reading began.
  const bool moved_on = reads_on && (epoch_ == 1 || executed > *read_at_start_);
  const bool at_the_end = epoch_ == 1 && connected && !entries_.empty() && read == entries_.back().end &&
                          executed == entries_.back().end;
  if (!entries_.empty() && (moved_on || at_the_end)) proved_ = true;
  executed_ = executed;
  read_ = read;
  executed_asked_ = asked;
}

std::optional<Instant> PositionHistory::fresh_at() const {
  if (!proved_ || !executed_) return std::nullopt;
  const auto beyond =
      std::ranges::upper_bound(entries_, *executed_, {}, [](const Entry& entry) { return entry.end; });
  if (beyond == entries_.begin()) return std::nullopt;
  return std::prev(beyond)->last_asked;
}

double PositionHistory::lag(Duration newest_within) const {
  if (!proved_ || !executed_) return kUnknown;
  const auto beyond =
      std::ranges::upper_bound(entries_, *executed_, {}, [](const Entry& entry) { return entry.end; });
  if (beyond != entries_.end()) return std::max(0.0, seconds(executed_asked_ - beyond->first_answered));
  if (entries_.empty() || executed_asked_ - entries_.back().last_answered > newest_within) return kUnknown;
  return 0;
}

}  // namespace replwatch::link
