#include "agent/server_poll.h"

#include <algorithm>
#include <random>
#include <utility>

#include "probes/io/clock.h"
#include "probes/io/wait.h"

namespace replwatch::agent {
namespace {

using mysql::Question;

constexpr Duration kKillDeadline = std::chrono::seconds(1);
// What is asked rarely must not hold up the next beat for long.
constexpr Duration kRareDeadline = std::chrono::seconds(1);

std::size_t index(Question question) { return static_cast<std::size_t>(question); }

// Spreads the reconnects of many agents and servers over time.
double jitter() {
  static std::minstd_rand engine{std::random_device{}()};
  return std::uniform_real_distribution<double>(0.8, 1.2)(engine);
}

}  // namespace

ServerPoll::ServerPoll(const asio::any_io_executor& executor, ServerTarget target,
                       std::function<void()> changed)
    : target_(std::move(target)), changed_(std::move(changed)), timer_(executor) {}

void ServerPoll::stop() {
  stopping_ = true;
  timer_.cancel();
}

io::Task<void> ServerPoll::run() {
  Instant next = io::now();
  while (!stopping_) {
    const Instant began = io::now();
    co_await poll(began, began + target_.deadline);
    if (stopping_) break;
    changed_();
    if (hung_connection_ != 0) co_await kill(std::exchange(hung_connection_, 0));
    if (stopping_) break;
    // A beat that was missed is not caught up.
    next = std::max(next + target_.interval, io::now());
    if (failed_logins_ > 0) next = io::now() + pause();
    co_await io::sleep_until(timer_, next);
  }
  connection_.close();
}

Duration pause_after(unsigned failed_logins, bool refused, Duration interval, double jitter) {
  // With more than this a failed look would be too old before the next one ends.
  const Duration longest = std::max(link::kLongestPause, interval);
  const Duration doubled = refused ? interval : interval * (1u << std::min(failed_logins - 1, 10u));
  return std::min(std::chrono::duration_cast<Duration>(std::min(doubled, longest) * jitter), longest);
}

Duration ServerPoll::pause() const {
  const bool refused = sight_.variables.failure && sight_.variables.failure->reason == Reason::refused;
  return pause_after(failed_logins_, refused, target_.interval, jitter());
}

io::Task<bool> ServerPoll::log_in(Instant began, Instant deadline) {
  const Result<Done> connected = co_await connection_.connect(target_.address, deadline);
  const Result<mysql::Version> version = connected ? mysql::parse_version(connection_.server_version())
                                                   : Result<mysql::Version>(connected.error());
  if (!version) {
    connection_.close();
    ++failed_logins_;
    fail_all(version.error(), began);
    co_return false;
  }
  version_ = *version;
  failed_logins_ = 0;
  sight_.connected_since = io::now();
  mysql::note_login(memory_);
  co_return true;
}

io::Task<void> ServerPoll::poll(Instant began, Instant deadline) {
  const bool was_connected = connection_.connected();
  if (!was_connected && !co_await log_in(began, deadline)) co_return;
  const auto rounds = mysql::plan_poll(version_, target_.roles, memory_, began);
  for (const mysql::RoundTrip& round : rounds) {
    if (stopping_) co_return;
    if (round.on_fresh_connection || !connection_.connected()) {
      // A row of round trips goes on only on a connection that is well.
      if (!round.on_fresh_connection && &round != &rounds.front()) co_return;
      connection_.close();
      const mysql::PollMemory kept = memory_;
      if (!co_await log_in(began, deadline)) co_return;
      if (round.on_fresh_connection) memory_ = kept;
    }
    co_await ask(round, began, deadline);
  }
  // A connection that the server ended between two polls (a restart, KILL, wait_timeout) is made anew at
  // once.
  if (was_connected && !connection_.connected() && sight_.variables.failure &&
      sight_.variables.failure->reason == Reason::connection_lost && co_await log_in(began, deadline)) {
    for (const mysql::RoundTrip& round : mysql::plan_poll(version_, target_.roles, memory_, began)) {
      if (!round.on_fresh_connection && connection_.connected()) co_await ask(round, began, deadline);
    }
  }
}

io::Task<void> ServerPoll::ask(const mysql::RoundTrip& round, Instant began, Instant deadline) {
  const std::uint64_t id = connection_.connection_id();
  const Instant end = round.rare ? std::min(deadline, io::now() + kRareDeadline) : deadline;
  const io::BatchAnswer answer = co_await connection_.ask(round.sql, end);
  Instant before = answer.asked;
  const std::size_t answered = std::min(answer.tables.size(), round.questions.size());
  for (std::size_t i = 0; i < answered; ++i) {
    mysql::note_answer(memory_, round.questions[i], answer.answered[i] - before, answer.answered[i]);
    take(round.questions[i], answer.tables[i], answer.asked, answer.answered[i]);
    before = answer.answered[i];
  }
  if (!answer.failure || answered == round.questions.size()) co_return;
  const Question failed = round.questions[answered];
  Failure why = *answer.failure;
  if (connection_.connected()) {
    mysql::note_failure(memory_, failed, version_, why, io::now());
    fail(failed, why, began);
    co_return;
  }
  // A server that has answered one statement lives: it is the next one that hangs.
  if (why.reason == Reason::timed_out && (answered > 0 || round.rare)) {
    why.reason = Reason::statement_hung;
    mysql::note_hang(memory_, failed, id);
    fail(failed, why, began);
    if (failed == Question::replica_status) sight_.replica_status_hangs = true;
  } else {
    fail_all(why, began);
  }
  if (why.reason == Reason::timed_out || why.reason == Reason::statement_hung) hung_connection_ = id;
}

// From a second connection, the only one beside the one that hangs: else the server goes on with the
// statement.
io::Task<void> ServerPoll::kill(std::uint64_t connection_id) {
  io::MariaDb second;
  const Instant deadline = io::now() + kKillDeadline;
  if (!co_await second.connect(target_.address, deadline)) co_return;
  co_await second.ask("KILL " + std::to_string(connection_id), deadline);
}

void ServerPoll::take(Question question, const mysql::Table& table, Instant asked, Instant answered) {
  const auto keep = [&](auto& sighting, auto parsed) {
    if (!parsed) return fail(question, parsed.error(), asked);
    tallies_[index(question)].last_success = answered;
    sighting.saw(std::move(*parsed), asked, answered);
  };
  switch (question) {
    case Question::variables:
      return keep(sight_.variables, mysql::parse_variables(table));
    case Question::source_position:
      return keep(sight_.source, mysql::parse_source_status(table));
    case Question::replica_status:
      sight_.replica_status_hangs = false;
      return keep(sight_.replica, mysql::parse_replica_status(table));
    case Question::log_settings:
      return keep(sight_.log_settings, mysql::parse_log_settings(table));
    case Question::binary_logs:
      return keep(sight_.binary_logs, mysql::parse_binary_logs(table));
    case Question::process_list:
      break;
  }
  auto threads = mysql::parse_process_list(table, {});
  if (threads) {
    std::vector<std::uint64_t> ids;
    std::ranges::transform(*threads, std::back_inserter(ids), &mysql::Thread::id);
    mysql::note_connections(memory_, ids, answered);
    std::erase_if(*threads,
                  [&](const mysql::Thread& each) { return each.id == connection_.connection_id(); });
  }
  keep(sight_.threads, std::move(threads));
}

bool ServerPoll::is_asked(Question question) const {
  if (question == Question::source_position || question == Question::binary_logs) {
    return target_.roles.source;
  }
  if (question == Question::replica_status) return target_.roles.replica;
  return true;
}

void ServerPoll::fail(Question question, const Failure& failure, Instant began) {
  ++tallies_[index(question)].failures[static_cast<std::size_t>(failure.reason)];
  const Instant ended = io::now();
  switch (question) {
    case Question::variables:
      return sight_.variables.failed(failure, began, ended);
    case Question::source_position:
      return sight_.source.failed(failure, began, ended);
    case Question::process_list:
      return sight_.threads.failed(failure, began, ended);
    case Question::replica_status:
      return sight_.replica.failed(failure, began, ended);
    case Question::log_settings:
      return sight_.log_settings.failed(failure, began, ended);
    case Question::binary_logs:
      return sight_.binary_logs.failed(failure, began, ended);
  }
}

void ServerPoll::fail_all(const Failure& failure, Instant began) {
  for (const Question question : mysql::kQuestions) {
    if (is_asked(question)) fail(question, failure, began);
  }
}

std::vector<exporters::ProbeRecord> ServerPoll::records() const {
  std::vector<exporters::ProbeRecord> records;
  const auto add = [&](Question question, const auto& sighting) {
    if (!is_asked(question)) return;
    const Tally& tally = tallies_[index(question)];
    const Duration interval = is_rare(question) ? mysql::kRareInterval : target_.interval;
    records.push_back({std::string(code(question)), target_.name, interval, sighting.looked, sighting.good(),
                       sighting.took, tally.last_success, sighting.failure, tally.failures});
  };
  add(Question::variables, sight_.variables);
  add(Question::source_position, sight_.source);
  add(Question::process_list, sight_.threads);
  add(Question::replica_status, sight_.replica);
  add(Question::log_settings, sight_.log_settings);
  add(Question::binary_logs, sight_.binary_logs);
  return records;
}

}  // namespace replwatch::agent
