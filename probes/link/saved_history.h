// SavedHistory: all that a PositionHistory knows, as a plain value, to be kept over a restart of the agent;
// and what of it still holds afterwards.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "probes/instant.h"
#include "probes/mysql/gtid_set.h"
#include "probes/mysql/position.h"

namespace replwatch::link {

struct SavedHistory {
  struct Added {
    std::uint32_t stream = 0;  // its place in `streams`
    std::uint64_t first = 0, last = 0;

    bool operator==(const Added&) const = default;
  };
  struct Entry {
    mysql::Position end;
    Instant first_answered{}, last_asked{}, last_answered{};
    // The transactions that the entry before did not have; of the first one, all. Nothing is known of them
    // when the sample did not tell.
    std::vector<Added> added;
    bool told = false;

    bool operator==(const Entry&) const = default;
  };
  // What the looks of this epoch have shown of the replica's reading.
  struct Reading {
    bool made_now = false;  // its connection was made in this epoch, or nothing speaks for an earlier one
    bool proved = false;    // ... and has brought something: `read` is a place in this epoch's log
    std::optional<mysql::Position> start;   // `read` when it was not yet known to be one
    std::optional<mysql::Position> before;  // all that was read before lies up to here; empty: not known

    bool operator==(const Reading&) const = default;
  };

  std::string identity;  // of the source
  std::uint64_t epoch = 0;
  Instant epoch_seen{};       // when its first sample had come: looks asked for earlier prove nothing
  bool named_anew = false;    // it began with another identity, which the replica can name
  std::deque<Entry> entries;  // by position, which is by time as well
  std::vector<std::string> streams;
  std::optional<mysql::GtidSet> source_gtids;  // of the newest sample
  mysql::GtidSet ambiguous;  // what the replica held, or the source had given out, in earlier epochs
  Reading reading;
  bool proved = false;
  std::optional<mysql::Position> executed, read;
  Instant executed_asked{};

  bool operator==(const SavedHistory&) const = default;
};

// Both clocks at one moment, and which boot the first one counts from.
struct ClockReading {
  std::string boot_id;
  Instant instant{};
  WallTime wall{};
};

// What was saved at `then`, with its instants in terms of `now`. Within one boot they stand. After a reboot
// they follow from wall time, if that did not go back; then a lower bound begins with `now`, because wall
// time may have been set forward. Empty when nothing can be used. Whether the source's log and the replica's
// place in it go on is not judged here: PositionHistory::restore waits for what proves it.
std::optional<SavedHistory> carried_over(SavedHistory saved, const ClockReading& then,
                                         const ClockReading& now);

}  // namespace replwatch::link
