#include "probes/link/position_history.h"

#include <algorithm>

namespace replwatch::link {
namespace {

void raise(std::optional<mysql::Position>& highest, const std::optional<mysql::Position>& position) {
  highest = std::max(highest, position);  // an empty one is the least
}

}  // namespace

void PositionHistory::begin_epoch(bool named_anew, Instant answered) {
  named_anew_ = named_anew;
  epoch_seen_ = answered;
  proved_ = false;
  reading_ = {};
  if (++epoch_ > 1) {
    raise(reading_.before, entries_.back().end);
    raise(reading_.before, read_);
    raise(reading_.before, executed_);
  }
  entries_.clear();
}

void PositionHistory::observe_source(const std::string& identity, mysql::Position end, Instant asked,
                                     Instant answered) {
  const bool renamed = identity != identity_;
  if (epoch_ == 0 || renamed || end < entries_.back().end) begin_epoch(renamed, answered);
  identity_ = identity;
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

void PositionHistory::lose_replica(Instant asked) {
  executed_.reset();
  read_.reset();
  proved_ = false;
  reading_ = {};
  reading_.made_now = asked >= epoch_seen_;  // the next connection to this source is one
}

void PositionHistory::judge_reading(std::optional<mysql::Position> read, bool at_the_end, bool connected,
                                    Follows follows) {
  // What an old connection still delivers carries places in the log that has ended, and they look like any
  // other. Only a new connection cannot: one that was seen broken, or one to a server of another name. Of the
  // first epoch no earlier one is known.
  const bool named = named_anew_ && follows == Follows::this_source;
  if (!reading_.made_now && (!connected || named || epoch_ == 1)) {
    reading_.made_now = true;
    reading_.start = read;
    if (!connected || epoch_ == 1) {
      raise(reading_.before, read);  // it stands still, so this is the last that was read
    } else {
      reading_.before.reset();
    }
  } else if (!connected) {
    // A replica that starts again takes the place that it has executed for the one that it has read.
    reading_.start = read;
    if (reading_.before && !reading_.proved) raise(reading_.before, read);
    reading_.proved = false;
  }
  if (!reading_.made_now) return;
  if (!reading_.start) reading_.start = read;
  if (connected && read && (read != reading_.start || at_the_end)) reading_.proved = true;
}

void PositionHistory::observe_replica(mysql::Position executed, std::optional<mysql::Position> read,
                                      bool connected, Follows follows, Instant asked) {
  if (follows == Follows::another) return lose_replica(asked);
  // A replica that goes back (after a crash, or pointed elsewhere by hand) starts to prove itself anew.
  if (read && read_ && *read < *read_) {
    const bool within = executed_asked_ >= epoch_seen_;
    proved_ = reading_.proved = false;
    reading_.made_now = reading_.made_now || within;
    reading_.start = read;
    reading_.before.reset();  // it may have read on before it went back
  }
  if (!entries_.empty() && asked >= epoch_seen_) {
    const bool at_the_end = read == entries_.back().end && executed == entries_.back().end;
    judge_reading(read, at_the_end, connected, follows);
    // The relay log is a queue: what was read before may still wait in it.
    const bool passed = executed == read || (reading_.before && executed > *reading_.before);
    if (reading_.proved && read && executed <= *read && passed) proved_ = true;
  } else if (reading_.before) {
    raise(reading_.before, std::max(read, std::optional(executed)));
  }
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
