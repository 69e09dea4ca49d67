// The samples of a source as entries of its history: equal ones joined, each with what it adds, and the older
// ones thinned.
#pragma once

#include <deque>
#include <optional>

#include "probes/link/saved_history.h"

namespace replwatch::link {

// `sample` is not lower than the newest entry and of its epoch. `gtids`: all that the source had logged then;
// empty when it did not tell.
void add_sample(SavedHistory& history, SavedHistory::Entry sample,
                const std::optional<mysql::GtidSet>& gtids);

void thin(std::deque<SavedHistory::Entry>& entries);

// A sample that a peer took, told as ages at the moment when the peer answered: the instants on our own clock
// between which it was taken. The clocks of two sites need not agree.
struct Taken {
  Instant asked{}, answered{};
};
constexpr Taken taken_by_peer(Duration age_asked, Duration age_answered, Instant request_sent,
                              Instant answer_came) {
  return {request_sent - age_asked, answer_came - age_answered};
}

}  // namespace replwatch::link
