#include "nagios/replica_look.h"

#include <algorithm>
#include <array>

#include "nagios/question_round.h"
#include "nagios/server_login.h"
#include "probes/io/clock.h"
#include "probes/io/run.h"
#include "probes/io/wait.h"

namespace replwatch::nagios {
namespace {

using mysql::Question;

// How long a replica that is behind its source is watched, and how often it is asked meanwhile.
constexpr Duration kPatience = std::chrono::seconds(3);
constexpr Duration kPause = std::chrono::milliseconds(200);

class Look {
 public:
  explicit Look(const ReplicaOrder& order) : order_(order) {
    sight_.address = order.replica.text();
    if (order.source) sight_.source_address = order.source->text();
  }

  io::Task<ReplicaSight> run() {
    const Instant start = io::now();
    if (order_.source) {
      // Asked first: what the replica has executed afterwards can then be compared. Half the time, so that a
      // source that hangs leaves the replica its turn.
      co_await ask_source(start + (order_.deadline - start) / 2);
    }
    co_await ask_replica();
    if (const auto* source = sight_.source.variables.value ? &*sight_.source.variables.value : nullptr) {
      co_await watch(*source);
    }
    sight_.now = io::now();
    sight_.took = sight_.now - start;
    co_return std::move(sight_);
  }

 private:
  io::Task<Done> ask_source(Instant deadline) {
    constexpr std::array kSourceQuestions{Question::variables, Question::source_position};
    io::MariaDb server;
    sight_.source_version = co_await log_in(server, *order_.source, sight_.source, deadline, sight_.trace);
    if (!sight_.source_version) co_return Done{};
    auto answers =
        co_await ask_round(server, *sight_.source_version, kSourceQuestions, deadline, sight_.trace);
    keep(sight_.source.variables, answers[0], mysql::parse_variables);
    keep(sight_.source.source, answers[1], mysql::parse_source_status);
    co_return Done{};
  }

  io::Task<Done> ask_replica() {
    constexpr std::array kReplicaQuestions{Question::variables, Question::replica_status};
    sight_.version = co_await log_in(replica_, order_.replica, sight_.replica, order_.deadline, sight_.trace);
    if (!sight_.version) co_return Done{};
    const std::uint64_t id = replica_.connection_id();
    const Duration left = order_.deadline - io::now();
    const Instant patience = order_.deadline - std::min<Duration>(left / 5, std::chrono::seconds(1));
    auto answers = co_await ask_round(replica_, *sight_.version, kReplicaQuestions, patience, sight_.trace);
    keep(sight_.replica.variables, answers[0], mysql::parse_variables);
    keep(sight_.replica.replica, answers[1], mysql::parse_replica_status);
    const auto& failure = sight_.replica.replica.failure;
    if (failure && failure->reason == Reason::timed_out && sight_.replica.variables.good()) {
      sight_.replica.replica_status_hangs = true;
      co_await end_hung_statement(id);
    }
    if (failure && failure->reason == Reason::access_denied) {
      sight_.account = co_await ask_account(replica_, order_.deadline);
    }
    co_return Done{};
  }

  // Or each run would leave one more hanging thread on the server, until nobody can connect any more.
  io::Task<Done> end_hung_statement(std::uint64_t id) {
    io::MariaDb second;
    if (!co_await second.connect(order_.replica, order_.deadline)) co_return Done{};
    const std::string statement = "KILL " + std::to_string(id);
    trace(1, "the status statement hangs: " + statement);
    co_await second.ask(statement, order_.deadline);
    co_return Done{};
  }

  io::Task<Done> watch(const mysql::Variables& source) {
    constexpr std::array kStatusOnly{Question::replica_status};
    const auto& status = sight_.source.source;
    if (!status.good() || !status.value->position || !sight_.replica.replica.good()) co_return Done{};
    const auto* channel = channel_from(*sight_.replica.replica.value, source, order_.channel);
    if (channel == nullptr) co_return Done{};
    Delivery delivery{channel->channel, *status.value->position, channel->read, {}, {}, {}, {}};
    const Instant first = sight_.replica.replica.answered;
    const Instant end = std::min(first + kPatience, order_.deadline - 2 * kPause);
    while (channel != nullptr) {
      const Instant answered = sight_.replica.replica.answered;
      delivery.read = channel->read;
      delivery.executed = channel->executed;
      delivery.watched = answered - first;
      if (channel->executed && *channel->executed >= delivery.target)
        delivery.taken = answered - status.asked;
      const bool flows = channel->io == mysql::IoState::running && channel->sql_running;
      if (delivery.taken || !flows || io::now() + kPause > end) break;
      co_await io::sleep_until(io::now() + kPause);
      auto answers =
          co_await ask_round(replica_, *sight_.version, kStatusOnly, order_.deadline, sight_.trace);
      if (!answers[0].table) break;
      keep(sight_.replica.replica, answers[0], mysql::parse_replica_status);
      if (!sight_.replica.replica.good()) break;
      channel = channel_from(*sight_.replica.replica.value, source, delivery.channel);
    }
    sight_.delivery = std::move(delivery);
    co_return Done{};
  }

  void trace(unsigned level, std::string text) { sight_.trace.push_back({level, std::move(text)}); }

  const ReplicaOrder& order_;
  io::MariaDb replica_;
  ReplicaSight sight_;
};

}  // namespace

ReplicaSight look_at_replica(const ReplicaOrder& order) {
  Look look(order);
  return io::run(look.run());
}

}  // namespace replwatch::nagios
