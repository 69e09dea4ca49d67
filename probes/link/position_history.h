// PositionHistory: when the source's log was seen to end where. From it and the replica's executed position
// follow an upper bound of the data's age (staleness) and a lower one (lag), whatever the threads claim.
// Pure: instants in, instants out. Definitions: design, part 4.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "probes/instant.h"
#include "probes/link/saved_history.h"
#include "probes/mysql/gtid_set.h"
#include "probes/mysql/position.h"

namespace replwatch::link {

// Whether the source that the replica names as its own is the one whose log is sampled here.
enum class Follows { not_known, this_source, another };

// What the executed position says while workers apply side by side. It may trail them (MySQL) or, where they
// need not commit in order, run ahead of one (MariaDB with several domains): then it takes GTIDs to tell.
enum class Exactness { exact, trails, runs_ahead };

struct Applied {
  Exactness exactness = Exactness::exact;
  std::optional<mysql::GtidSet> gtids;  // what this channel's replica holds; empty where it is no key
};

class PositionHistory {
 public:
  explicit PositionHistory(std::size_t capacity = 20000) : capacity_(capacity) {}

  // One sample of the source: asked at s, answered at r. Another identity (server id or uuid), a position
  // that went back, or transactions that are numbered anew begin a new epoch: what was known before it proves
  // nothing any more.
  void observe_source(const std::string& identity, mysql::Position end, Instant asked, Instant answered,
                      const std::optional<mysql::GtidSet>& gtids = std::nullopt);

  // One look at the replica's executed position, with the instant it was asked for. `connected`: its IO
  // thread is connected; `read` is how far that has read. Nothing is told before both are proved to belong to
  // the source's present epoch. Reading is, when it has moved on a connection that was made in this epoch;
  // executing is, when it has caught up with such reading, or has passed all that was read before.
  void observe_replica(mysql::Position executed, std::optional<mysql::Position> read, bool connected,
                       Follows follows, Instant asked, const Applied& applied = {});

  // Everything that the source had logged by this instant is on the replica. Empty: not known.
  std::optional<Instant> fresh_at() const;
  // Seconds, at the instant of the last look at the replica; NaN when not known. 0 needs a newest sample not
  // older than `newest_within`.
  double lag(Duration newest_within) const;

  const SavedHistory& save() const { return state_; }
  // Goes on with what was saved (see carried_over). The source's log goes on when its next sample is by the
  // same server, not lower, and either exactly there or not numbered anew. The replica's place holds when it
  // stands exactly where it stood, or when it names this source and has gone on; else it is proved anew.
  void restore(SavedHistory saved);

  bool epoch_proved() const { return state_.proved && !reissued_; }
  // The source gives out numbers again that the replica holds already: those it will never apply.
  bool reissued() const { return reissued_; }
  std::uint64_t epoch() const { return state_.epoch; }
  std::size_t size() const { return state_.entries.size(); }
  // The newest sample's end and the instant it was asked for.
  std::optional<mysql::Position> source_end() const;
  std::optional<Instant> source_asked() const;
  // Of the last look; empty where it may run ahead of what is not there.
  std::optional<mysql::Position> executed() const {
    return applied_.exactness == Exactness::runs_ahead ? std::nullopt : state_.executed;
  }

 private:
  using Entry = SavedHistory::Entry;

  void begin_epoch(bool named_anew, Instant answered);
  bool goes_on(const std::string& identity, mysql::Position end,
               const std::optional<mysql::GtidSet>& gtids) const;
  bool still_there(mysql::Position executed, std::optional<mysql::Position> read, Follows follows);
  void judge_reading(std::optional<mysql::Position> read, bool at_the_end, bool connected, Follows follows);
  void judge_numbers(const std::optional<mysql::GtidSet>& before);
  void lose_replica(Instant asked);
  bool applied_all(const Entry& entry) const;
  std::size_t reached_by_position() const;
  std::size_t reached() const;  // how many entries, from the oldest on, lie not beyond the replica

  std::size_t capacity_;
  SavedHistory state_;
  Applied applied_;
  bool source_awaited_ = false;   // restored, and not yet known whether the source's log goes on
  bool replica_awaited_ = false;  // ... the replica's place, which was proved then
  bool reissued_ = false;
};

}  // namespace replwatch::link
