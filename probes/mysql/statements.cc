#include "probes/mysql/statements.h"

#include <algorithm>
#include <iterator>

namespace replwatch::mysql {
namespace {

struct Row {
  Question question;
  Flavor flavor;
  unsigned major, minor, patch;  // the first version that understands it
  std::string_view sql;
};

constexpr std::string_view kShowVariables =
    "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('version', 'hostname', 'server_id', 'server_uuid', "
    "'read_only', "
    "'super_read_only', 'binlog_format', 'sync_binlog', 'slave_net_timeout', 'replica_net_timeout', "
    "'slave_skip_errors', 'replica_skip_errors', 'slave_exec_mode', 'replica_exec_mode', "
    "'slave_parallel_threads', "
    "'slave_parallel_workers', 'replica_parallel_workers', 'gtid_binlog_pos', 'gtid_slave_pos', "
    "'gtid_current_pos')";

constexpr std::string_view kThreads =
    "SELECT id, user, host, command, time, state FROM information_schema.processlist";

constexpr std::string_view kLogSettings =
    "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('binlog_expire_logs_seconds', 'expire_logs_days', "
    "'binlog_expire_logs_auto_purge', 'max_binlog_size', 'max_binlog_total_size', 'relay_log_space_limit', "
    "'datadir', 'log_bin_basename', 'relay_log_basename')";

// Per question and flavor the newest form first. The texts name columns by alias, so parse_variables reads
// them all.
constexpr Row kRows[] = {
    {Question::variables, Flavor::mariadb, 10, 0, 5,
     "SELECT @@version AS version, @@hostname AS hostname, @@global.server_id AS server_id, "
     "@@global.read_only AS read_only, @@global.binlog_format AS binlog_format, @@global.sync_binlog AS "
     "sync_binlog, "
     "@@global.slave_net_timeout AS slave_net_timeout, @@global.slave_skip_errors AS slave_skip_errors, "
     "@@global.slave_exec_mode AS slave_exec_mode, @@global.slave_parallel_threads AS "
     "slave_parallel_threads, "
     "@@global.gtid_binlog_pos AS gtid_binlog_pos, @@global.gtid_slave_pos AS gtid_slave_pos, "
     "@@global.gtid_current_pos AS gtid_current_pos, CONNECTION_ID() AS connection_id"},
    {Question::variables, Flavor::mariadb, 5, 5, 0,
     "SELECT @@version AS version, @@hostname AS hostname, @@global.server_id AS server_id, "
     "@@global.read_only AS read_only, @@global.binlog_format AS binlog_format, @@global.sync_binlog AS "
     "sync_binlog, "
     "@@global.slave_net_timeout AS slave_net_timeout, @@global.slave_skip_errors AS slave_skip_errors, "
     "@@global.slave_exec_mode AS slave_exec_mode, CONNECTION_ID() AS connection_id"},
    {Question::variables, Flavor::mariadb, 0, 0, 0, kShowVariables},
    {Question::variables, Flavor::mysql, 8, 0, 26,
     "SELECT @@version AS version, @@hostname AS hostname, @@global.server_id AS server_id, "
     "@@global.server_uuid AS server_uuid, @@global.read_only AS read_only, "
     "@@global.super_read_only AS super_read_only, @@global.binlog_format AS binlog_format, "
     "@@global.sync_binlog AS sync_binlog, @@global.replica_net_timeout AS slave_net_timeout, "
     "@@global.replica_skip_errors AS slave_skip_errors, @@global.replica_exec_mode AS slave_exec_mode, "
     "@@global.replica_parallel_workers AS slave_parallel_threads, CONNECTION_ID() AS connection_id"},
    {Question::variables, Flavor::mysql, 5, 7, 8,
     "SELECT @@version AS version, @@hostname AS hostname, @@global.server_id AS server_id, "
     "@@global.server_uuid AS server_uuid, @@global.read_only AS read_only, "
     "@@global.super_read_only AS super_read_only, @@global.binlog_format AS binlog_format, "
     "@@global.sync_binlog AS sync_binlog, @@global.slave_net_timeout AS slave_net_timeout, "
     "@@global.slave_skip_errors AS slave_skip_errors, @@global.slave_exec_mode AS slave_exec_mode, "
     "@@global.slave_parallel_workers AS slave_parallel_threads, CONNECTION_ID() AS connection_id"},
    {Question::variables, Flavor::mysql, 5, 6, 3,
     "SELECT @@version AS version, @@hostname AS hostname, @@global.server_id AS server_id, "
     "@@global.server_uuid AS server_uuid, @@global.read_only AS read_only, "
     "@@global.binlog_format AS binlog_format, @@global.sync_binlog AS sync_binlog, "
     "@@global.slave_net_timeout AS slave_net_timeout, @@global.slave_skip_errors AS slave_skip_errors, "
     "@@global.slave_exec_mode AS slave_exec_mode, @@global.slave_parallel_workers AS "
     "slave_parallel_threads, "
     "CONNECTION_ID() AS connection_id"},
    {Question::variables, Flavor::mysql, 5, 5, 0,
     "SELECT @@version AS version, @@hostname AS hostname, @@global.server_id AS server_id, "
     "@@global.read_only AS read_only, @@global.binlog_format AS binlog_format, @@global.sync_binlog AS "
     "sync_binlog, "
     "@@global.slave_net_timeout AS slave_net_timeout, @@global.slave_skip_errors AS slave_skip_errors, "
     "@@global.slave_exec_mode AS slave_exec_mode, CONNECTION_ID() AS connection_id"},
    {Question::variables, Flavor::mysql, 0, 0, 0, kShowVariables},

    {Question::source_position, Flavor::mariadb, 5, 3, 0, "SHOW GLOBAL STATUS LIKE 'binlog_snapshot_%'"},
    {Question::source_position, Flavor::mariadb, 0, 0, 0, "SHOW MASTER STATUS"},
    {Question::source_position, Flavor::mysql, 8, 2, 0, "SHOW BINARY LOG STATUS"},
    {Question::source_position, Flavor::mysql, 0, 0, 0, "SHOW MASTER STATUS"},

    {Question::process_list, Flavor::mariadb, 5, 1, 7, kThreads},
    {Question::process_list, Flavor::mariadb, 0, 0, 0, "SHOW PROCESSLIST"},
    // The information schema's list holds a mutex that connecting clients need; the performance schema's does
    // not.
    {Question::process_list, Flavor::mysql, 8, 0, 22,
     "SELECT id, user, host, command, time, state FROM performance_schema.processlist"},
    {Question::process_list, Flavor::mysql, 5, 1, 7, kThreads},
    {Question::process_list, Flavor::mysql, 0, 0, 0, "SHOW PROCESSLIST"},

    // SHOW SLAVE STATUS of MariaDB shows the default connection only.
    {Question::replica_status, Flavor::mariadb, 10, 0, 0, "SHOW ALL SLAVES STATUS"},
    {Question::replica_status, Flavor::mariadb, 0, 0, 0, "SHOW SLAVE STATUS"},
    {Question::replica_status, Flavor::mysql, 8, 0, 22, "SHOW REPLICA STATUS"},
    {Question::replica_status, Flavor::mysql, 0, 0, 0, "SHOW SLAVE STATUS"},

    {Question::log_settings, Flavor::mariadb, 0, 0, 0, kLogSettings},
    {Question::log_settings, Flavor::mysql, 0, 0, 0, kLogSettings},
    {Question::binary_logs, Flavor::mariadb, 0, 0, 0, "SHOW BINARY LOGS"},
    {Question::binary_logs, Flavor::mysql, 0, 0, 0, "SHOW BINARY LOGS"},
};

static_assert(
    std::ranges::none_of(kRows, [](const Row& row) { return row.sql.find(';') != std::string_view::npos; }),
    "statements are joined by the poll, so none may hold a semicolon");

}  // namespace

// The right form for the version, then the older ones, then the newer ones (a version string can lie).
std::string_view statement(Question question, const Version& version, std::size_t fallback) {
  std::array<const Row*, std::size(kRows)> forms{};
  std::size_t count = 0;
  for (const Row& row : kRows) {
    if (row.question == question && row.flavor == version.flavor) forms[count++] = &row;
  }
  if (fallback >= count) return {};
  const auto end = forms.begin() + static_cast<std::ptrdiff_t>(count);
  const auto right = std::find_if(forms.begin(), end, [&](const Row* row) {
    return version.at_least(row->major, row->minor, row->patch);
  });
  const auto place = static_cast<std::size_t>(right - forms.begin());
  if (place + fallback < count) return forms[place + fallback]->sql;
  return forms[place - 1 - (place + fallback - count)]->sql;
}

std::string_view why_this_position(const Version& version) {
  if (takes_no_binlog_lock(version)) {
    return "it takes no lock that a committing writer holds: it answers at once beside a large commit";
  }
  return "this version tells its position by no other statement; it waits behind a large commit, so a slow "
         "answer makes the agent ask less often";
}

bool takes_no_binlog_lock(const Version& version) {
  return version.flavor == Flavor::mariadb && version.at_least(5, 3);
}

}  // namespace replwatch::mysql
