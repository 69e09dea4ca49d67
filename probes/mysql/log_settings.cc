#include "probes/mysql/log_settings.h"

#include "probes/mysql/columns.h"
#include "probes/text.h"

namespace replwatch::mysql {
namespace {

constexpr double kDay = 86400;  // seconds

// What the rows say in their own words, before it is known which of them count.
struct Said {
  std::optional<double> expire_seconds, expire_days;
  std::optional<bool> auto_purge;
  std::string datadir;
};

std::string folder_of(std::string_view basename, const std::string& datadir) {
  if (basename.empty()) return "";
  const std::size_t slash = basename.rfind('/');
  if (slash == std::string_view::npos) return datadir;
  return std::string(basename.substr(0, slash + 1));
}

// Seconds rule where a version has both, unless only the days are set: then those are meant.
std::optional<double> expire_of(const Said& said) {
  if (said.auto_purge == false) return 0;
  if (said.expire_seconds.value_or(0) > 0) return said.expire_seconds;
  if (said.expire_days) return *said.expire_days * kDay;
  return said.expire_seconds;
}

}  // namespace

Result<LogSettings> parse_log_settings(const Table& table) {
  LogSettings settings;
  Said said;
  std::string binlog, relay;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    RowReader row(table, i);
    const std::string_view name = row.required("Variable_name");
    const auto is = [&](std::string_view known) { return equal_ignoring_case(name, known); };
    if (is("binlog_expire_logs_seconds")) said.expire_seconds = row.number<double>("Value");
    if (is("expire_logs_days")) said.expire_days = row.number<double>("Value");
    if (is("binlog_expire_logs_auto_purge")) said.auto_purge = row.flag("Value");
    if (is("max_binlog_total_size")) settings.total_limit = row.number<std::uint64_t>("Value");
    if (is("max_binlog_size")) settings.file_limit = row.number<std::uint64_t>("Value");
    if (is("relay_log_space_limit")) settings.relay_limit = row.number<std::uint64_t>("Value");
    if (is("datadir")) said.datadir = row.text_or_empty("Value");
    if (is("log_bin_basename")) binlog = row.text_or_empty("Value");
    if (is("relay_log_basename")) relay = row.text_or_empty("Value");
    if (row.failure()) return Failure{Reason::malformed, one_line(name, 60) + ": " + row.failure()->text};
  }
  settings.expire = expire_of(said);
  settings.binlog_folder = folder_of(binlog, said.datadir);
  settings.relay_folder = folder_of(relay, said.datadir);
  return settings;
}

}  // namespace replwatch::mysql
