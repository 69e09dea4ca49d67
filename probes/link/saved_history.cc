#include "probes/link/saved_history.h"

#include <algorithm>

namespace replwatch::link {
namespace {

// What was read back from a disk is used only when it is something that save() can have written.
bool is_sound(const SavedHistory& saved, Instant then) {
  if (saved.entries.empty() || saved.epoch == 0) return false;
  const SavedHistory::Entry* before = nullptr;
  for (const SavedHistory::Entry& each : saved.entries) {
    if (each.last_asked > each.last_answered) return false;
    if (each.last_answered > then) return false;
    if (before != nullptr && (each.end < before->end || each.last_asked < before->last_asked)) return false;
    const auto known = [&](const SavedHistory::Added& added) { return added.stream < saved.streams.size(); };
    if (!std::ranges::all_of(each.added, known)) return false;
    before = &each;
  }
  return saved.epoch_seen <= then && saved.executed_asked <= then;
}

}  // namespace

std::optional<SavedHistory> carried_over(SavedHistory saved, const ClockReading& then,
                                         const ClockReading& now) {
  if (!is_sound(saved, then.instant)) return std::nullopt;
  if (!then.boot_id.empty() && then.boot_id == now.boot_id) {
    if (now.instant < then.instant) return std::nullopt;
    return saved;
  }
  if (now.wall < then.wall) return std::nullopt;
  const Duration shift = (now.instant - (now.wall - then.wall)) - then.instant;
  for (SavedHistory::Entry& each : saved.entries) {
    each.first_answered = now.instant;
    each.last_asked += shift;
    each.last_answered += shift;
  }
  saved.epoch_seen += shift;
  saved.executed_asked += shift;
  return saved;
}

}  // namespace replwatch::link
