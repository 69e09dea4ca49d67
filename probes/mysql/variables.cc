#include "probes/mysql/variables.h"

#include <utility>

#include "probes/mysql/columns.h"

namespace replwatch::mysql {
namespace {

// SHOW VARIABLES has a row per variable: turned into the one row that the SELECT gives.
Table as_one_row(const Table& table) {
  Table turned{{}, {{}}};
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const RowReader row(table, i);
    turned.columns.push_back(row.text_or_empty("Variable_name"));
    const std::optional<std::string_view> value = row.text("Value");
    turned.rows.front().push_back(value ? std::optional<std::string>(*value) : std::nullopt);
  }
  return turned;
}

Result<Variables> parse_one_row(const Table& table) {
  if (table.rows.size() != 1) return Failure{Reason::malformed, "the variables are not one row"};
  RowReader row(table, 0);
  const std::string_view version_text = row.required("version");
  Variables variables;
  variables.server_id = row.required_number<std::uint64_t>("server_id");
  variables.server_uuid = row.text_or_empty("server_uuid");
  variables.hostname = row.text_or_empty("hostname");
  row.required("read_only");
  variables.read_only = row.flag("read_only").value_or(false);
  variables.super_read_only = row.flag("super_read_only");
  variables.binlog_format = row.text_or_empty("binlog_format");
  variables.sync_binlog = row.number<std::uint64_t>("sync_binlog");
  variables.slave_net_timeout = row.number<double>("slave_net_timeout");
  variables.slave_skip_errors = row.text_or_empty("slave_skip_errors");
  variables.slave_exec_mode = row.text_or_empty("slave_exec_mode");
  variables.parallel_threads = row.number<std::uint64_t>("slave_parallel_threads");
  variables.gtid_binlog_pos = row.text_or_empty("gtid_binlog_pos");
  variables.gtid_slave_pos = row.text_or_empty("gtid_slave_pos");
  variables.gtid_current_pos = row.text_or_empty("gtid_current_pos");
  variables.connection_id = row.number<std::uint64_t>("connection_id").value_or(0);
  if (row.failure()) return *row.failure();
  Result<Version> version = parse_version(version_text);
  if (!version) return version.error();
  variables.version = std::move(*version);
  return variables;
}

}  // namespace

Result<Variables> parse_variables(const Table& table) {
  return parse_one_row(find_column(table, "Variable_name") ? as_one_row(table) : table);
}

}  // namespace replwatch::mysql
