#include "nagios/source_look.h"

#include <algorithm>
#include <array>

#include "nagios/question_round.h"
#include "nagios/server_login.h"
#include "probes/io/clock.h"
#include "probes/io/run.h"
#include "probes/mysql/grants.h"

namespace replwatch::nagios {
namespace {

using mysql::Question;

constexpr std::array kQuestions{Question::variables, Question::source_position, Question::process_list};

class Look {
 public:
  explicit Look(const SourceOrder& order) : order_(order) { sight_.address = order.source.text(); }

  io::Task<SourceSight> run() {
    const Instant start = io::now();
    co_await ask();
    sight_.now = io::now();
    sight_.took = sight_.now - start;
    co_return std::move(sight_);
  }

 private:
  io::Task<Done> ask() {
    io::MariaDb server;
    sight_.version = co_await log_in(server, order_.source, sight_.source, order_.deadline, sight_.trace);
    if (!sight_.version) co_return Done{};
    const auto answers =
        co_await ask_round(server, *sight_.version, kQuestions, order_.deadline, sight_.trace);
    keep(sight_.source.variables, answers[0], mysql::parse_variables);
    keep(sight_.source.source, answers[1], mysql::parse_source_status);
    keep(sight_.source.threads, answers[2], [&](const mysql::Table& table) {
      return mysql::parse_process_list(table, {server.connection_id()});
    });
    const auto& position = sight_.source.source.failure;
    if (position && position->reason == Reason::access_denied) {
      sight_.account = co_await ask_account(server, order_.deadline);
    }
    const auto& threads = sight_.source.threads;
    if (threads.good() && dump_threads(*threads.value).size() < order_.replicas) co_await ask_grants(server);
    co_return Done{};
  }

  io::Task<Done> ask_grants(io::MariaDb& server) {
    const io::BatchAnswer answer = co_await server.ask("SHOW GRANTS", order_.deadline);
    if (answer.tables.size() != 1) co_return Done{};
    sight_.sees_all_threads = std::ranges::any_of(answer.tables[0].rows, [](const auto& row) {
      return !row.empty() && row[0] && mysql::gives_globally(*row[0], "PROCESS");
    });
    if (!*sight_.sees_all_threads) sight_.account = co_await ask_account(server, order_.deadline);
    co_return Done{};
  }

  const SourceOrder& order_;
  SourceSight sight_;
};

}  // namespace

SourceSight look_at_source(const SourceOrder& order) {
  Look look(order);
  return io::run(look.run());
}

}  // namespace replwatch::nagios
