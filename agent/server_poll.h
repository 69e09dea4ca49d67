// Polls one database server for ever: one connection, one round trip a healthy poll, never two polls at once.
// Whatever the server does, a poll ends at its deadline and the beat goes on.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include <asio/any_io_executor.hpp>
#include <asio/steady_timer.hpp>

#include "exporters/snapshot.h"
#include "probes/io/mariadb.h"
#include "probes/io/task.h"
#include "probes/link/evidence.h"
#include "probes/mysql/poll_plan.h"

namespace replwatch::agent {

struct ServerTarget {
  std::string name;
  io::ServerAddress address;
  mysql::Roles roles;
  Duration interval{}, deadline{};

  bool operator==(const ServerTarget&) const = default;
};

// How long a server is left in peace after so many failed logins in a row, at least one. Refused connections
// cost nobody anything; a server that is silent or refuses our account is left in peace longer.
Duration pause_after(unsigned failed_logins, bool refused, Duration interval, double jitter);

class ServerPoll {
 public:
  // `changed` is called on the loop after each poll.
  ServerPoll(const asio::any_io_executor& executor, ServerTarget target, std::function<void()> changed);

  io::Task<void> run();  // until stop()
  void stop();
  // Somebody else wants to know from now on: the watch that a reload has made.
  void tell(std::function<void()> changed) { changed_ = std::move(changed); }

  const ServerTarget& target() const { return target_; }
  const link::ServerSight& sight() const { return sight_; }
  std::vector<exporters::ProbeRecord> records() const;
  // Our own end of the connection, to leave it out of counts; 0 when there is none.
  std::uint16_t local_port() const { return connection_.local_port(); }

 private:
  struct Tally {
    std::optional<Instant> last_success;
    std::array<std::uint64_t, kReasonCodes.size()> failures{};
  };

  io::Task<void> poll(Instant began, Instant deadline);
  io::Task<bool> log_in(Instant began, Instant deadline);
  io::Task<void> ask(const mysql::RoundTrip& round, Instant began, Instant deadline);
  io::Task<void> kill(std::uint64_t connection_id);
  void take(mysql::Question question, const mysql::Table& table, Instant asked, Instant answered);
  void fail(mysql::Question question, const Failure& failure, Instant began);
  void fail_all(const Failure& failure, Instant began);
  bool is_asked(mysql::Question question) const;
  Duration pause() const;

  ServerTarget target_;
  std::function<void()> changed_;
  asio::steady_timer timer_;
  io::MariaDb connection_;
  mysql::Version version_;
  mysql::PollMemory memory_;
  link::ServerSight sight_;
  std::array<Tally, mysql::kQuestions.size()> tallies_{};
  unsigned failed_logins_ = 0;
  std::uint64_t hung_connection_ = 0;  // to be killed once the poll's result is told
  bool stopping_ = false;
};

}  // namespace replwatch::agent
