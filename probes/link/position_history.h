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

class PositionHistory {
 public:
  explicit PositionHistory(std::size_t capacity = 20000) : capacity_(capacity) {}

  // One sample of the source: asked at s, answered at r. Another identity (server id or uuid) or a position
  // that went back begins a new epoch: what was known before it proves nothing any more.
  void observe_source(const std::string& identity, mysql::Position end, Instant asked, Instant answered);

  // One look at the replica's executed position, with the instant it was asked for. `connected`: its IO
  // thread is connected; `read` is how far that has read. Nothing is told before the position is proved to
  // belong to the source's present epoch: it has moved within it, or the connected IO thread stands exactly
  // at the log's end.
  void observe_replica(mysql::Position executed, std::optional<mysql::Position> read, bool connected,
                       Instant asked);

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

  void thin();

  std::size_t capacity_;
  std::deque<Entry> entries_;  // by position, which is by time as well
  std::string identity_;
  std::uint64_t epoch_ = 0;
  bool proved_ = false;
  std::optional<mysql::Position> executed_, read_, read_at_start_;
  Instant executed_asked_{};
};

}  // namespace replwatch::link
