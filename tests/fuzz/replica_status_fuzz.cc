// Any answer a server can give, put to everything that reads one: no crash, and what is read obeys its own
// promises. The input is the client's vertical output, so that the files of tests/fixtures/mysql serve as
// seeds.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "probes/mysql/errors.h"
#include "probes/mysql/process_list.h"
#include "probes/mysql/replica_status.h"
#include "probes/mysql/source_status.h"
#include "probes/mysql/variables.h"

namespace replwatch::mysql {
namespace {

// Rows may end up shorter than the columns: the readers have to stand that too.
Table read_vertical(std::string_view text) {
  Table table;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::size_t start = line.find_first_not_of(' ');
    const std::size_t colon = line.find(": ");
    if (line.starts_with("***")) {
      table.rows.emplace_back();
    } else if (start != std::string_view::npos && colon != std::string_view::npos && colon >= start &&
               !table.rows.empty()) {
      const std::string value(line.substr(colon + 2));
      if (table.rows.size() == 1) table.columns.emplace_back(line.substr(start, colon - start));
      table.rows.back().push_back(value == "NULL" ? std::nullopt : std::optional(value));
    }
  }
  return table;
}

void require(bool promise) {
  if (!promise) std::abort();
}

void check_failure(const Failure& failure) {
  require(failure.reason == Reason::malformed);
  require(!failure.text.empty() && failure.text.size() < 1000);
  require(failure.text.find('\n') == std::string::npos);
}

void check_replica_status(const Table& table) {
  const Result<std::vector<ReplicaStatus>> channels = parse_replica_status(table);
  if (!channels) return check_failure(channels.error());
  require(channels->size() == table.rows.size());
  for (const ReplicaStatus& status : *channels) {
    require(!status.heartbeat_period || *status.heartbeat_period >= 0);
    require((classify_io_error(status.last_io_error, status.last_io_error_text) == IoErrorClass::none) ==
            (status.last_io_error == 0));
  }
}

void check_others(const Table& table) {
  const Result<SourceStatus> source = parse_source_status(table);
  source ? require(source->logs == source->position.has_value()) : check_failure(source.error());
  const Result<std::vector<Thread>> threads = parse_process_list(table, {1});
  threads ? require(threads->size() <= table.rows.size()) : check_failure(threads.error());
  const Result<Variables> variables = parse_variables(table);
  if (!variables) check_failure(variables.error());
}

}  // namespace
}  // namespace replwatch::mysql

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace replwatch::mysql;
  const Table table = read_vertical({reinterpret_cast<const char*>(bytes), size});
  check_replica_status(table);
  check_others(table);
  return 0;
}
