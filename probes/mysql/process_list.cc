#include "probes/mysql/process_list.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "probes/mysql/columns.h"
#include "probes/text.h"

namespace replwatch::mysql {
namespace {

struct StateWords {
  ThreadKind kind;
  std::string_view words;  // lower case; somewhere in the state
};

// Tried in this order. "master" and "source", "slave" and "replica" change with the version, so the words
// avoid them.
constexpr StateWords kStates[] = {
    {ThreadKind::worker, "waiting for an event from coordinator"},
    {ThreadKind::worker, "waiting for work from sql thread"},
    {ThreadKind::worker, "waiting for preceding transaction to commit"},
    {ThreadKind::worker, "waiting for prior transaction to commit"},
    {ThreadKind::worker, "waiting for prior transaction to start commit"},
    {ThreadKind::sql, "has read all relay log"},
    {ThreadKind::sql, "reading event from the relay log"},
    {ThreadKind::sql, "waiting for the next event in relay log"},
    {ThreadKind::sql, "seconds after master executed event"},
    {ThreadKind::sql, "seconds after source executed event"},
    {ThreadKind::sql, "waiting for dependent transaction to commit"},
    {ThreadKind::sql, "waiting for slave worker"},
    {ThreadKind::sql, "waiting for replica worker"},
    {ThreadKind::sql, "waiting for worker threads to be idle"},
    {ThreadKind::sql, "waiting for room in worker thread event queue"},
    {ThreadKind::io, "to send event"},
    {ThreadKind::io, "connecting to master"},
    {ThreadKind::io, "connecting to source"},
    {ThreadKind::io, "reconnecting after a failed"},
    {ThreadKind::io, "waiting to reconnect after a failed"},
    {ThreadKind::io, "checking master version"},
    {ThreadKind::io, "checking source version"},
    {ThreadKind::io, "registering slave on"},
    {ThreadKind::io, "registering replica on"},
    {ThreadKind::io, "requesting binlog dump"},
    {ThreadKind::io, "event to the relay log"},
    {ThreadKind::io, "thread to free enough relay log space"},
    {ThreadKind::io, "waiting for master update"},
    {ThreadKind::io, "waiting for source update"},
};

std::optional<ThreadKind> kind_by_command(std::string_view command) {
  if (equal_ignoring_case(command, "Slave_IO")) return ThreadKind::io;
  if (equal_ignoring_case(command, "Slave_SQL")) return ThreadKind::sql;
  if (equal_ignoring_case(command, "Slave_worker")) return ThreadKind::worker;
  return std::nullopt;
}

// Which replica thread this row is; empty when only the other rows can tell: an applier that is in a
// statement.
std::optional<ThreadKind> replica_kind(const Thread& thread) {
  if (const auto kind = kind_by_command(thread.command)) return kind;
  const std::string state = lower(thread.state);
  const auto row = std::ranges::find_if(
      kStates, [&](const StateWords& known) { return state.find(known.words) != std::string::npos; });
  if (row != std::end(kStates)) return row->kind;
  if (equal_ignoring_case(thread.host, "connecting host")) return ThreadKind::io;
  return std::nullopt;
}

std::uint64_t parse_time(RowReader& row) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(row.number<std::int64_t>("Time").value_or(0), 0));
}

Thread read_thread(RowReader& row) {
  Thread thread;
  thread.id = row.required_number<std::uint64_t>("Id");
  thread.user = row.text_or_empty("User");
  thread.host = row.text_or_empty("Host");
  thread.command = row.required("Command");
  thread.state = row.text_or_empty("State");
  thread.time = parse_time(row);
  return thread;
}

}  // namespace

Result<std::vector<Thread>> parse_process_list(const Table& table,
                                               const std::vector<std::uint64_t>& own_ids) {
  std::vector<Thread> threads;
  std::vector<std::size_t>
      appliers;  // places in `threads` of appliers whose state does not say which they are
  bool has_sql_thread = false;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    RowReader row(table, i);
    Thread thread = read_thread(row);
    if (row.failure()) return *row.failure();
    if (std::ranges::count(own_ids, thread.id) > 0 || equal_ignoring_case(thread.command, "Daemon")) continue;
    if (lower(thread.command).starts_with("binlog dump")) {
      thread.kind = ThreadKind::dump;
    } else if (thread.user == "system user") {
      const std::optional<ThreadKind> kind = replica_kind(thread);
      if (!kind) appliers.push_back(threads.size());
      thread.kind = kind.value_or(ThreadKind::sql);
      has_sql_thread |= kind == ThreadKind::sql;
    }
    threads.push_back(std::move(thread));
  }
  // A coordinator that has workers never runs a statement itself: beside one, an applier in a statement is a
  // worker.
  if (has_sql_thread) {
    for (std::size_t place : appliers) threads[place].kind = ThreadKind::worker;
  }
  return threads;
}

}  // namespace replwatch::mysql
