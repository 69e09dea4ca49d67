#include "probes/link/position_history.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "probes/link/samples.h"

namespace replwatch::link {
namespace {

constexpr std::size_t kMostAmbiguous = 4096;

void raise(std::optional<mysql::Position>& highest, const std::optional<mysql::Position>& position) {
  highest = std::max(highest, position);  // an empty one is the least
}

}  // namespace

void PositionHistory::begin_epoch(bool named_anew, Instant answered) {
  state_.named_anew = named_anew;
  state_.epoch_seen = answered;
  state_.proved = replica_awaited_ = false;
  state_.reading = {};
  if (++state_.epoch > 1) {
    raise(state_.reading.before, state_.entries.back().end);
    raise(state_.reading.before, state_.read);
    raise(state_.reading.before, state_.executed);
  }
  // Another server's numbers are its own, or those that it took over.
  if (named_anew) state_.ambiguous.clear();
  if (!named_anew && state_.ambiguous.size() < kMostAmbiguous) {
    state_.ambiguous = united(std::move(state_.ambiguous), state_.source_gtids.value_or(mysql::GtidSet{}));
    state_.ambiguous = united(std::move(state_.ambiguous), applied_.gtids.value_or(mysql::GtidSet{}));
  }
  state_.entries.clear();
  state_.streams.clear();
  state_.source_gtids.reset();
}

bool PositionHistory::goes_on(const std::string& identity, mysql::Position end,
                              const std::optional<mysql::GtidSet>& gtids) const {
  return identity == state_.identity && end >= state_.entries.back().end &&
         !(state_.source_gtids && gtids && went_back(*state_.source_gtids, *gtids));
}

void PositionHistory::observe_source(const std::string& identity, mysql::Position end, Instant asked,
                                     Instant answered, const std::optional<mysql::GtidSet>& gtids) {
  const bool numbered = state_.source_gtids && gtids;
  if (std::exchange(source_awaited_, false) && goes_on(identity, end, gtids) && !numbered &&
      end != state_.entries.back().end) {
    // Lower numbers could have shown a log that was begun anew and has grown past the old one since. What an
    // earlier epoch left on its way is remembered until it is known to be over.
    if (state_.epoch > 1 && !state_.proved && !replica_awaited_) {
      begin_epoch(false, answered);
    } else {
      state_ = {};
      replica_awaited_ = false;
    }
  }
  if (state_.epoch == 0 || (!state_.entries.empty() && !goes_on(identity, end, gtids)))
    begin_epoch(identity != state_.identity, answered);
  state_.identity = identity;
  add_sample(state_, {end, answered, asked, answered, {}, false}, gtids);
  if (state_.entries.size() > capacity_) thin(state_.entries);
  judge_numbers(applied_.gtids);
}

void PositionHistory::restore(SavedHistory saved) {
  state_ = std::move(saved);
  applied_ = {};
  source_awaited_ = true;
  replica_awaited_ = std::exchange(state_.proved, false) && state_.executed;
  state_.reading.proved = reissued_ = false;
  state_.reading.start.reset();
}

// Whether the replica's place of before the restart is still its place.
bool PositionHistory::still_there(mysql::Position executed, std::optional<mysql::Position> read,
                                  Follows follows) {
  if (follows == Follows::another) return false;
  if (executed == *state_.executed) return true;
  return !source_awaited_ && follows == Follows::this_source && executed > *state_.executed &&
         read >= state_.read;
}

void PositionHistory::lose_replica(Instant asked) {
  state_.executed.reset();
  state_.read.reset();
  state_.proved = replica_awaited_ = false;
  state_.reading = {};
  state_.reading.made_now = asked >= state_.epoch_seen;  // the next connection to this source is one
  applied_ = {};
}

void PositionHistory::judge_reading(std::optional<mysql::Position> read, bool at_the_end, bool connected,
                                    Follows follows) {
  // What an old connection still delivers carries places in the log that has ended, and they look like any
  // other. Only a new connection cannot: one that was seen broken, or one to a server of another name. Of the
  // first epoch no earlier one is known.
  SavedHistory::Reading& reading = state_.reading;
  const bool named = state_.named_anew && follows == Follows::this_source;
  if (!reading.made_now && (!connected || named || state_.epoch == 1)) {
    reading.made_now = true;
    reading.start = read;
    if (!connected || state_.epoch == 1) {
      raise(reading.before, read);  // it stands still, so this is the last that was read
    } else {
      reading.before.reset();
    }
  } else if (!connected) {
    // A replica that starts again takes the place that it has executed for the one that it has read.
    reading.start = read;
    if (reading.before && !reading.proved) raise(reading.before, read);
    reading.proved = false;
  }
  if (!reading.made_now) return;
  if (!reading.start) reading.start = read;
  if (connected && read && (read != reading.start || at_the_end)) reading.proved = true;
}

// A replica passes over transactions whose numbers it holds, whoever gave them out.
void PositionHistory::judge_numbers(const std::optional<mysql::GtidSet>& before) {
  reissued_ = false;
  if (state_.ambiguous.empty() || !applied_.gtids || !state_.source_gtids) return;
  const mysql::GtidSet held = common(state_.ambiguous, *applied_.gtids);
  // A replica that has lost some was set up anew, from this log.
  if (before && !holds(*applied_.gtids, *before) && holds(*state_.source_gtids, held))
    return state_.ambiguous.clear();
  reissued_ = !common(held, *state_.source_gtids).empty();
}

void PositionHistory::observe_replica(mysql::Position executed, std::optional<mysql::Position> read,
                                      bool connected, Follows follows, Instant asked,
                                      const Applied& applied) {
  if (follows == Follows::another) return lose_replica(asked);
  if (replica_awaited_) {
    state_.proved = still_there(executed, read, follows);
    if (!state_.proved && source_awaited_) return;
    replica_awaited_ = false;
  }
  SavedHistory::Reading& reading = state_.reading;
  // A replica that goes back (after a crash, or pointed elsewhere by hand) starts to prove itself anew.
  if (read && state_.read && *read < *state_.read) {
    const bool within = state_.executed_asked >= state_.epoch_seen;
    state_.proved = reading.proved = false;
    reading.made_now = reading.made_now || within;
    reading.start = read;
    reading.before.reset();  // it may have read on before it went back
  }
  if (!state_.entries.empty() && !source_awaited_ && asked >= state_.epoch_seen) {
    const bool at_the_end = read == state_.entries.back().end && executed == state_.entries.back().end;
    judge_reading(read, at_the_end, connected, follows);
    // The relay log is a queue: what was read before may still wait in it.
    const bool passed = executed == read || (reading.before && executed > *reading.before);
    if (reading.proved && read && executed <= *read && passed) state_.proved = true;
  } else if (reading.before) {
    raise(reading.before, std::max(read, std::optional(executed)));
  }
  state_.executed = executed;
  state_.read = read;
  state_.executed_asked = asked;
  const std::optional<mysql::GtidSet> before = std::exchange(applied_, applied).gtids;
  if (asked >= state_.epoch_seen) judge_numbers(before);
}

bool PositionHistory::applied_all(const Entry& entry) const {
  return entry.told && std::ranges::all_of(entry.added, [&](const SavedHistory::Added& each) {
           return holds(*applied_.gtids, state_.streams[each.stream], each.first, each.last);
         });
}

std::size_t PositionHistory::reached_by_position() const {
  const auto beyond = std::ranges::upper_bound(state_.entries, *state_.executed, {}, &Entry::end);
  return static_cast<std::size_t>(beyond - state_.entries.begin());
}

// What lies not beyond a position that trails is there; of what follows, GTIDs tell. A position that runs
// ahead proves nothing by itself: there every entry's transactions have to be there as well.
std::size_t PositionHistory::reached() const {
  const std::size_t by_position = reached_by_position();
  if (applied_.exactness == Exactness::exact) return by_position;
  const bool trails = applied_.exactness == Exactness::trails;
  if (!applied_.gtids || (trails && by_position == 0)) return trails ? by_position : 0;
  std::size_t at = trails ? by_position : 0;
  const std::size_t last = trails ? state_.entries.size() : by_position;
  while (at < last && applied_all(state_.entries[at])) ++at;
  return at;
}

std::optional<Instant> PositionHistory::fresh_at() const {
  if (!epoch_proved() || !state_.executed) return std::nullopt;
  const std::size_t there = reached();
  if (there == 0) return std::nullopt;
  return state_.entries[there - 1].last_asked;
}

double PositionHistory::lag(Duration newest_within) const {
  if (!epoch_proved() || !state_.executed || state_.entries.empty()) return kUnknown;
  std::size_t there = reached();
  // A position that runs ahead is at most that far; what it has left out only GTIDs know, and they do not
  // where the replica was set up with transactions that it never numbered.
  const bool blind = applied_.exactness == Exactness::runs_ahead && (!applied_.gtids || there == 0);
  if (blind) there = reached_by_position();
  if (there == state_.entries.size()) {
    const bool recent = state_.executed_asked - state_.entries.back().last_answered <= newest_within;
    return !blind && recent ? 0 : kUnknown;
  }
  const Entry& missing = state_.entries[there];
  // Behind a position that trails, only a transaction that is not there proves that something is missing.
  if (applied_.exactness == Exactness::trails && (there == 0 || !applied_.gtids || !missing.told))
    return kUnknown;
  if (applied_.exactness == Exactness::runs_ahead && !blind && !missing.told) return kUnknown;
  return std::max(0.0, seconds(state_.executed_asked - missing.first_answered));
}

std::optional<mysql::Position> PositionHistory::source_end() const {
  if (state_.entries.empty()) return std::nullopt;
  return state_.entries.back().end;
}

std::optional<Instant> PositionHistory::source_asked() const {
  if (state_.entries.empty()) return std::nullopt;
  return state_.entries.back().last_asked;
}

}  // namespace replwatch::link
