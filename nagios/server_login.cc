#include "nagios/server_login.h"

#include "probes/io/clock.h"
#include "probes/text.h"

namespace replwatch::nagios {
namespace {

void fail(link::ServerSight& seen, const Failure& failure, Instant asked, std::vector<TraceLine>& trace) {
  trace.push_back({1, "no connection: " + std::string(code(failure.reason)) + " " + failure.text});
  const Instant ended = io::now();
  seen.variables.failed(failure, asked, ended);
  seen.replica.failed(failure, asked, ended);
  seen.source.failed(failure, asked, ended);
  seen.threads.failed(failure, asked, ended);
}

}  // namespace

io::Task<std::optional<mysql::Version>> log_in(io::MariaDb& server, const io::ServerAddress& address,
                                               link::ServerSight& seen, Instant deadline,
                                               std::vector<TraceLine>& trace) {
  const Instant asked = io::now();
  const Result<Done> done = co_await server.connect(address, deadline);
  if (!done) {
    fail(seen, done.error(), asked, trace);
    co_return std::nullopt;
  }
  const Result<mysql::Version> version = mysql::parse_version(server.server_version());
  if (!version) {
    server.close();
    fail(seen, version.error(), asked, trace);
    co_return std::nullopt;
  }
  trace.push_back({1, "connected to " + address.text() + ": " + version->text});
  co_return *version;
}

io::Task<std::string> ask_account(io::MariaDb& server, Instant deadline) {
  const io::BatchAnswer answer = co_await server.ask("SELECT CURRENT_USER()", deadline);
  if (answer.tables.size() != 1 || answer.tables[0].rows.size() != 1) co_return std::string();
  co_return one_line(answer.tables[0].rows[0][0].value_or(""), 100);
}

}  // namespace replwatch::nagios
