#include "probes/mysql/source_status.h"

#include "probes/mysql/columns.h"
#include "probes/text.h"

namespace replwatch::mysql {
namespace {

Failure malformed(std::string text) { return Failure{Reason::malformed, std::move(text)}; }

Result<SourceStatus> with_position(SourceStatus status, std::uint64_t offset) {
  status.logs = !status.log_file.empty();
  if (!status.logs) return status;
  const std::optional<std::uint64_t> number = parse_log_file_number(status.log_file);
  if (!number) return malformed("'" + one_line(status.log_file, 60) + "' is no binary log's name");
  status.position = Position{*number, offset};
  return status;
}

Result<SourceStatus> parse_snapshot(const Table& table) {
  SourceStatus status;
  std::optional<std::uint64_t> offset;
  bool named = false;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    RowReader row(table, i);
    const std::string_view name = row.required("Variable_name");
    if (equal_ignoring_case(name, "Binlog_snapshot_file")) {
      status.log_file = row.required("Value");
      named = true;
    } else if (equal_ignoring_case(name, "Binlog_snapshot_position")) {
      offset = row.required_number<std::uint64_t>("Value");
    }
    if (row.failure()) return malformed(one_line(name, 60) + ": " + row.failure()->text);
  }
  if (!named || !offset) return malformed("Binlog_snapshot_file and _position are not in the answer");
  return with_position(std::move(status), *offset);
}

Result<SourceStatus> parse_log_status(const Table& table) {
  SourceStatus status;
  if (table.rows.empty()) return status;
  if (table.rows.size() > 1) return malformed("more than one row in the status of the binary log");
  RowReader row(table, 0);
  status.log_file = row.required("File");
  const auto offset = row.required_number<std::uint64_t>("Position");
  status.filters_known = find_column(table, "Binlog_Do_DB") && find_column(table, "Binlog_Ignore_DB");
  status.do_db = split_names(row.text("Binlog_Do_DB").value_or(""));
  status.ignore_db = split_names(row.text("Binlog_Ignore_DB").value_or(""));
  status.executed_gtid_set = row.text_or_empty("Executed_Gtid_Set");
  if (row.failure()) return *row.failure();
  return with_position(std::move(status), offset);
}

}  // namespace

Result<SourceStatus> parse_source_status(const Table& table) {
  if (find_column(table, "Variable_name")) return parse_snapshot(table);
  if (find_column(table, "File")) return parse_log_status(table);
  return malformed("the answer is no status of a binary log");
}

}  // namespace replwatch::mysql
