#include "probes/mysql/columns.h"

#include <algorithm>
#include <array>
#include <span>

namespace replwatch::mysql {
namespace {

// The first name of a row is the one our code asks for; where an answer has several, the earlier name wins.
using Names = std::array<std::string_view, 3>;
constexpr Names kSynonyms[] = {
    {"Connection_name", "Channel_Name"},
    {"Slave_IO_State", "Replica_IO_State"},
    {"Slave_SQL_Running_State", "Replica_SQL_Running_State", "Slave_SQL_State"},
    {"Slave_IO_Running", "Replica_IO_Running"},
    {"Slave_SQL_Running", "Replica_SQL_Running"},
    {"Master_Host", "Source_Host"},
    {"Master_User", "Source_User"},
    {"Master_Port", "Source_Port"},
    {"Master_Log_File", "Source_Log_File"},
    {"Read_Master_Log_Pos", "Read_Source_Log_Pos"},
    {"Relay_Master_Log_File", "Relay_Source_Log_File"},
    {"Exec_Master_Log_Pos", "Exec_Source_Log_Pos"},
    {"Seconds_Behind_Master", "Seconds_Behind_Source"},
    {"Master_SSL_Allowed", "Source_SSL_Allowed"},
    {"Master_Server_Id", "Source_Server_Id"},
    {"Master_UUID", "Source_UUID"},
    {"Last_SQL_Errno", "Last_Errno"},  // MySQL 5.0 has only the second
    {"Last_SQL_Error", "Last_Error"},
    {"slave_net_timeout", "replica_net_timeout"},
    {"slave_skip_errors", "replica_skip_errors"},
    {"slave_exec_mode", "replica_exec_mode"},
    {"slave_parallel_threads", "slave_parallel_workers", "replica_parallel_workers"},
};

std::optional<std::size_t> find_exact(const Table& table, std::string_view name) {
  const auto found = std::ranges::find_if(
      table.columns, [&](const std::string& column) { return equal_ignoring_case(column, name); });
  if (found == table.columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - table.columns.begin());
}

}  // namespace

std::optional<std::size_t> find_column(const Table& table, std::string_view name) {
  const auto row = std::ranges::find(kSynonyms, name, [](const Names& names) { return names.front(); });
  const Names literal{name};
  for (std::string_view candidate : row != std::end(kSynonyms) ? *row : literal) {
    if (candidate.empty()) break;
    if (const auto at = find_exact(table, candidate)) return at;
  }
  return std::nullopt;
}

std::vector<std::string> split_names(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (const std::string_view name = trim(list.substr(0, comma)); !name.empty()) names.emplace_back(name);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return names;
}

std::optional<std::string_view> RowReader::text(std::string_view name) const {
  const std::optional<std::size_t> column = find_column(table_, name);
  if (!column || row_ >= table_.rows.size() || *column >= table_.rows[row_].size()) return std::nullopt;
  const std::optional<std::string>& field = table_.rows[row_][*column];
  if (!field) return std::nullopt;
  return *field;
}

std::string_view RowReader::required(std::string_view name) {
  const std::optional<std::string_view> field = text(name);
  if (!field && !failure_) {
    failure_ = Failure{Reason::malformed, "column " + std::string(name) + " is missing or NULL"};
  }
  return field.value_or("");
}

std::optional<bool> RowReader::flag(std::string_view name) {
  const std::optional<std::string_view> field = text(name);
  if (!field) return std::nullopt;
  const auto is_one_of = [&](std::span<const std::string_view> words) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return equal_ignoring_case(*field, word); });
  };
  constexpr std::string_view kOn[] = {"1", "ON", "YES", "NO_LOCK", "NO_LOCK_NO_ADMIN"};
  constexpr std::string_view kOff[] = {"0", "OFF", "NO"};
  if (is_one_of(kOn)) return true;
  if (is_one_of(kOff)) return false;
  note(name, *field, "neither ON nor OFF");
  return std::nullopt;
}

void RowReader::note(std::string_view name, std::string_view value, std::string_view complaint) {
  if (failure_) return;
  failure_ = Failure{Reason::malformed, "column " + std::string(name) + " holds '" + one_line(value, 40) +
                                            "', " + std::string(complaint)};
}

}  // namespace replwatch::mysql
