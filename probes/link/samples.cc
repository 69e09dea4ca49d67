#include "probes/link/samples.h"

#include <algorithm>
#include <utility>

namespace replwatch::link {
namespace {

using Entry = SavedHistory::Entry;

constexpr std::size_t kMostStreams = 512;

// `later` takes over what an entry added that goes.
void take_over(Entry& later, const Entry& gone) {
  later.told = later.told && gone.told;
  for (const SavedHistory::Added& each : gone.added) {
    const auto next = std::ranges::find_if(later.added, [&](const SavedHistory::Added& added) {
      return added.stream == each.stream && added.first == each.last + 1;
    });
    if (next != later.added.end()) {
      next->first = each.first;
    } else {
      later.added.push_back(each);
    }
  }
}

}  // namespace

void add_sample(SavedHistory& history, Entry entry, const std::optional<mysql::GtidSet>& gtids) {
  auto& entries = history.entries;
  mysql::GtidSet added;
  if (gtids && (entries.empty() || history.source_gtids)) {
    entry.told = true;
    added = entries.empty() ? *gtids : without(*gtids, *history.source_gtids);
  }
  history.source_gtids = gtids;
  if (!entries.empty() && entries.back().end == entry.end && added.empty()) {
    entries.back().told = entries.back().told && gtids;
    entries.back().last_asked = entry.last_asked;
    entries.back().last_answered = entry.last_answered;
    return;
  }
  for (const mysql::GtidRange& each : added) {
    auto stream = std::ranges::find(history.streams, each.stream);
    if (stream == history.streams.end()) {
      if (history.streams.size() >= kMostStreams) {
        entry.told = false;
        break;
      }
      stream = history.streams.insert(stream, each.stream);
    }
    entry.added.push_back(
        {static_cast<std::uint32_t>(stream - history.streams.begin()), each.first, each.last});
  }
  entries.push_back(std::move(entry));
}

// Every second entry of the older half goes: staleness grows by no more than the gaps that this makes, lag
// only shrinks.
void thin(std::deque<Entry>& entries) {
  std::deque<Entry> kept;
  const std::size_t half = entries.size() / 2;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i < half && i % 2 != 0) {
      take_over(entries[i + 1], entries[i]);
    } else {
      kept.push_back(std::move(entries[i]));
    }
  }
  entries = std::move(kept);
}

}  // namespace replwatch::link
