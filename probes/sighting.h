// Sighting<T>: what one probe of one thing has seen: the last good look, and how the latest one went.
#pragma once

#include <optional>
#include <utility>

#include "probes/failure.h"
#include "probes/instant.h"

namespace replwatch {

template <class T>
struct Sighting {
  std::optional<T> value;  // of the last good look; empty when there was none yet
  Instant asked{};         // of the last good look: just before the question was sent
  Instant answered{};      // of the last good look: just after the answer had come

  std::optional<Failure> failure;  // of the latest look; empty when it was good or there was none
  bool looked = false;             // whether any look has ended
  Instant attempted{};             // when the latest look began
  Duration took{};                 // how long the latest look lasted
  unsigned failures_in_a_row = 0;
  Instant failing_since{};  // when the first look of the present row of failures began

  bool good() const { return looked && !failure; }
  // The value, if the latest look was good and not older than `limit`.
  const T* fresh(Instant now, Duration limit) const {
    return good() && value && now - answered <= limit ? &*value : nullptr;
  }

  void saw(T seen, Instant asked_at, Instant answered_at) {
    value = std::move(seen);
    asked = attempted = asked_at;
    answered = answered_at;
    took = answered_at - asked_at;
    failure.reset();
    failures_in_a_row = 0;
    looked = true;
  }
  void failed(Failure why, Instant asked_at, Instant ended_at) {
    if (failures_in_a_row++ == 0) failing_since = asked_at;
    failure = std::move(why);
    attempted = asked_at;
    took = ended_at - asked_at;
    looked = true;
  }
};

}  // namespace replwatch
