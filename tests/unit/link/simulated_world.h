// A simulated world for the position history: a source that commits, a replica that reads and executes behind
// cuts, resets and changes of the source, and the truth of what is on the replica. Seeded, so that each case
// can be run again.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "probes/link/position_history.h"

namespace replwatch::link {

class SimulatedWorld {
 public:
  SimulatedWorld(unsigned seed, std::size_t capacity) : random_(seed), history_(capacity) {
    // The world was there before the history: a replica somewhere behind a source somewhere in its log.
    end_ = {1 + below(5), 4 + below(1'000'000)};
    read_ = executed_ = end_;
    for (auto count = below(20); count > 0; --count) commit();
    while (chance(50)) apply();
  }

  // One random step; afterwards the history may be compared with the truth.
  void step() {
    now_ += std::chrono::milliseconds(1 + below(400));
    if (!connected_ && chance(10)) return connect();
    const auto kind = below(1000);
    if (kind < 200) return commit();
    if (kind < 370) return receive();
    if (kind < 560) return apply();
    if (kind < 770) return sample_source();
    if (kind < 980) return look_at_replica();
    if (kind < 987) return cut();
    if (kind < 991) return start_replica_anew();
    if (kind < 994) return begin_log(id_, {1, 4});
    if (kind < 996) return restart_agent();
    return begin_log(id_ + 1, {1 + below(8), 4 + below(1'000'000)});
  }

  // Nothing goes wrong any more: what is on its way arrives, and both ends are looked at.
  void calm_down() {
    sample(false);
    cut();
    look_at_replica();
    connect();
    for (int round = 0; round < 2; ++round) {
      commit();
      while (!wire_.empty()) receive();
      while (!relay_.empty()) apply();
      now_ += std::chrono::seconds(1);
      look_at_replica();
      sampled_asked_ = now_;
      sample(false);
      look_at_replica();
    }
  }

  // Servers that do not tell whom they follow.
  void hide_identity() { names_source_ = false; }

  // The first commit of the present log that is not on the replica: everything before it is.
  std::optional<Instant> first_missing() const {
    return applied_ < log_.size() ? std::optional(log_[applied_].when) : std::nullopt;
  }
  // Whether the history's latest sample is of the log that the source writes now.
  bool history_is_current() const { return sampled_log_ == log_number_; }
  bool look_is_current() const { return history_is_current() && looked_log_ == log_number_; }
  // At the instant that the last look at the replica was asked for.
  double true_lag() const { return lag_at_look_; }
  Instant last_sample_asked() const { return sampled_asked_; }

  unsigned restarts() const { return restarts_; }
  const PositionHistory& history() const { return history_; }

 private:
  struct Commit {
    std::uint64_t log = 0;  // which of the logs that there have been
    mysql::Position end;
    Instant when{};
  };

  std::uint64_t below(std::uint64_t limit) {
    return std::uniform_int_distribution<std::uint64_t>(0, limit - 1)(random_);
  }
  bool chance(unsigned percent) { return below(100) < percent; }

  void commit() {
    mysql::Position next = chance(3) ? mysql::Position{end_.file + 1, 4} : end_;
    next.offset += 100 + below(900'000);
    // A log that begins anew and is longer than the last sample before the next one: positions cannot tell.
    if (sampled_log_ != 0 && !history_is_current() && sampled_id_ == id_ && next >= sampled_end_) return;
    end_ = next;
    log_.push_back({log_number_, end_, now_});
    wire_.push_back(log_.back());
  }

  // What is on the wire arrives although it was sent before a reset: the buffers of two stunnels hold it.
  void receive() {
    for (auto count = 1 + below(4); connected_ && count > 0 && !wire_.empty(); --count) {
      if (wire_.front().log != connected_log_) {
        cut();
        return chance(30) ? connect() : void();
      }
      read_ = wire_.front().end;
      relay_.push_back(wire_.front());
      wire_.pop_front();
    }
  }

  void apply() {
    for (auto count = 1 + below(4); count > 0 && !relay_.empty(); --count) apply_one();
  }
  void apply_one() {
    const Commit done = relay_.front();
    relay_.pop_front();
    executed_ = done.end;
    if (done.log == log_number_) ++applied_;
  }

  // The connection breaks; what it carried will be sent again to the next one.
  void cut() {
    connected_ = false;
    wire_.clear();
  }

  // By GTID: whatever is in the relay log stays, and the log is read on behind it.
  void connect() {
    connected_ = true;
    connected_log_ = log_number_;
    follows_id_ = id_;
    wire_.clear();
    const auto waiting = std::ranges::count(relay_, log_number_, &Commit::log);
    wire_.assign(log_.begin() + static_cast<std::ptrdiff_t>(applied_) + waiting, log_.end());
  }

  // After a crash, or by hand: the relay log is gone, reading goes on where executing stood.
  void start_replica_anew() {
    cut();
    relay_.clear();
    read_ = executed_;
    look_at_replica();  // it takes longer than an interval
    if (chance(50)) connect();
  }

  // A log starts anew, lower than it ended (RESET MASTER) or, another server's, anywhere. Whoever is
  // connected goes on with what is on the wire and notices afterwards.
  void begin_log(unsigned id, mysql::Position start) {
    if (!history_is_current() || (id == id_ && start >= sampled_end_)) return;
    id_ = id;
    ++log_number_;
    log_.clear();
    applied_ = 0;
    end_ = start;
    if (wire_.empty() && chance(50)) cut();
  }

  // The agent starts again: what it knew is saved and taken up, in this boot or, by wall time, in another.
  void restart_agent() {
    const ClockReading then{"boot", now_, WallTime(now_.time_since_epoch())};
    now_ += std::chrono::milliseconds(below(5000));
    const ClockReading now{chance(50) ? "boot" : "other", now_, WallTime(now_.time_since_epoch())};
    const auto saved = carried_over(history_.save(), then, now);
    if (!saved) return;
    history_.restore(*saved);
    ++restarts_;
  }

  void sample_source() { sample(true); }
  void sample(bool busy) {
    const Instant asked = now_;
    now_ += std::chrono::milliseconds(below(300));
    if (busy && chance(40)) commit();
    const mysql::Position seen = end_;
    now_ += std::chrono::milliseconds(below(300));
    if (busy && chance(20)) commit();
    history_.observe_source(std::to_string(id_), seen, asked, now_);
    sampled_log_ = log_number_;
    sampled_id_ = id_;
    sampled_end_ = seen;
  }

  void look_at_replica() {
    const Instant looked = now_;
    looked_log_ = log_number_;
    const auto missing = first_missing();
    lag_at_look_ = missing ? seconds(looked - *missing) : 0;
    now_ += std::chrono::milliseconds(below(300));
    if (chance(30)) apply();
    if (chance(30)) receive();
    const Follows follows = !names_source_               ? Follows::not_known
                            : follows_id_ == sampled_id_ ? Follows::this_source
                                                         : Follows::another;
    history_.observe_replica(executed_, read_, connected_, follows, looked);
  }

  std::mt19937_64 random_;
  Instant now_{std::chrono::seconds(1000)}, sampled_asked_{};
  std::uint64_t log_number_ = 1, sampled_log_ = 0, connected_log_ = 1, looked_log_ = 0;
  unsigned id_ = 1, sampled_id_ = 0, follows_id_ = 1;
  mysql::Position end_, sampled_end_, read_, executed_;
  std::vector<Commit> log_;  // the present one
  std::size_t applied_ = 0;  // how many of its commits are on the replica
  std::deque<Commit> wire_, relay_;
  PositionHistory history_;
  bool connected_ = true;
  double lag_at_look_ = 0;
  bool names_source_ = true;
  unsigned restarts_ = 0;
};

}  // namespace replwatch::link
