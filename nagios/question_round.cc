#include "nagios/question_round.h"

#include "probes/io/clock.h"
#include "probes/text.h"

namespace replwatch::nagios {
namespace {

void trace_table(mysql::Question asked, const mysql::Table& table, std::vector<TraceLine>& trace) {
  const std::string_view question = mysql::code(asked);
  const unsigned level = asked == mysql::Question::replica_status ? 2 : 3;
  trace.push_back({1, "answer to " + std::string(question) + ": " + std::to_string(table.rows.size()) +
                          " rows of " + std::to_string(table.columns.size()) + " columns"});
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      trace.push_back({level, std::string(question) + "[" + std::to_string(r) + "] " + table.columns[c] +
                                  " = " + table.rows[r][c].value_or("NULL")});
    }
  }
}

}  // namespace

io::Task<std::vector<Answer>> ask_round(io::MariaDb& server, const mysql::Version& version,
                                        std::span<const mysql::Question> questions, Instant deadline,
                                        std::vector<TraceLine>& trace) {
  std::vector<Answer> answers;
  std::size_t fallback = 0;  // of the question whose turn it is
  while (answers.size() < questions.size()) {
    std::string statements;
    for (std::size_t i = answers.size(); i < questions.size(); ++i) {
      if (!statements.empty()) statements += ';';
      statements += mysql::statement(questions[i], version, i == answers.size() ? fallback : 0);
    }
    trace.push_back({1, "asked: " + statements});
    io::BatchAnswer batch = co_await server.ask(statements, deadline);
    for (std::size_t i = 0; i < batch.tables.size() && answers.size() < questions.size(); ++i) {
      trace_table(questions[answers.size()], batch.tables[i], trace);
      answers.push_back({std::move(batch.tables[i]), batch.asked, batch.answered[i]});
      fallback = 0;
    }
    if (answers.size() == questions.size()) break;
    const Failure failure = batch.failure.value_or(
        Failure{Reason::malformed, "the server answered fewer statements than it was sent"});
    trace.push_back({1, "failed: " + std::string(code(failure.reason)) + " " + failure.text});
    const mysql::Question question = questions[answers.size()];
    if (mysql::is_not_understood(failure.number) &&
        !mysql::statement(question, version, fallback + 1).empty()) {
      ++fallback;
      continue;
    }
    const bool rest_too = !server.connected();
    do {
      answers.push_back({failure, batch.asked, io::now()});
    } while (rest_too && answers.size() < questions.size());
    fallback = 0;
  }
  co_return answers;
}

}  // namespace replwatch::nagios
