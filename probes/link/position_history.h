// PositionHistory: when the source's log was seen to end where. From it and the replica's executed position
// follow an upper bound of the data's age (staleness) and a lower one (lag), whatever the threads claim.
// Pure: instants in, instants out. Definitions: design, part 4.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "probes/instant.h"
#include "probes/mysql/position.h"

namespace replwatch::link {

// Whether the source that the replica names as its own is the one whose log is sampled here.
enum class Follows { not_known, this_source, another };

class PositionHistory {
 public:
  explicit PositionHistory(std::size_t capacity = 20000) : capacity_(capacity) {}

  // One sample of the source: asked at s, answered at r. Another identity (server id or uuid) or a position
  // that went back begins a new epoch: what was known before it proves nothing any more.
  void observe_source(const std::string& identity, mysql::Position end, Instant asked, Instant answered);

  // One look at the replica's executed position, with the instant it was asked for. `connected`: its IO
  // thread is connected; `read` is how far that has read. Nothing is told before both are proved to belong to
  // the source's present epoch. Reading is, when it has moved on a connection that was made in this epoch;
  // executing is, when it has caught up with such reading, or has passed all that was read before.
  void observe_replica(mysql::Position executed, std::optional<mysql::Position> read, bool connected,
                       Follows follows, Instant asked);

  // Everything that the source had logged by this instant is on the replica. Empty: not known.
  std::optional<Instant> fresh_at() const;
  // Seconds, at the instant of the last look at the replica; NaN when not known. 0 needs a newest sample not
  // older than `newest_within`.
  double lag(Duration newest_within) const;

  bool epoch_proved() const { return proved_; }
  std::uint64_t epoch() const { return epoch_; }
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    mysql::Position end;
    Instant first_answered{}, last_asked{}, last_answered{};
  };
  // What the looks of this epoch have shown of the replica's reading.
  struct Reading {
    bool made_now = false;  // its connection was made in this epoch, or nothing speaks for an earlier one
    bool proved = false;    // ... and has brought something: `read` is a place in this epoch's log
    std::optional<mysql::Position> start;   // `read` when it was not yet known to be one
    std::optional<mysql::Position> before;  // all that was read before lies up to here; empty: not known
  };

  void begin_epoch(bool named_anew, Instant answered);
  void judge_reading(std::optional<mysql::Position> read, bool at_the_end, bool connected, Follows follows);
  void lose_replica(Instant asked);
  void thin();

  std::size_t capacity_;
  std::deque<Entry> entries_;  // by position, which is by time as well
  std::string identity_;
  std::uint64_t epoch_ = 0;
  Instant epoch_seen_{};     // when its first sample had come: looks asked for earlier prove nothing
  bool named_anew_ = false;  // it began with another identity, which the replica can name
  Reading reading_;
  bool proved_ = false;
  std::optional<mysql::Position> executed_, read_;
  Instant executed_asked_{};
};

}  // namespace replwatch::link
