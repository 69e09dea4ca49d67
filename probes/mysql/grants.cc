#include "probes/mysql/grants.h"

#include <array>

#include "probes/text.h"

namespace replwatch::mysql {
namespace {

// SHOW SLAVE STATUS of MariaDB moved from REPLICATION CLIENT to REPLICATION SLAVE ADMIN in 10.5.2 and to
// SLAVE MONITOR in 10.5.9; an account of older times keeps neither.
std::string_view replica_privilege(const Version& version) {
  if (version.flavor == Flavor::mysql || !version.at_least(10, 5, 2)) return "REPLICATION CLIENT";
  return version.at_least(10, 5, 9) ? "SLAVE MONITOR" : "REPLICATION SLAVE ADMIN";
}

std::string_view source_privilege(const Version& version) {
  return version.flavor == Flavor::mariadb && version.at_least(10, 5, 2) ? "BINLOG MONITOR"
                                                                         : "REPLICATION CLIENT";
}

std::string quoted(std::string_view name) {
  std::string out = "'";
  for (const char c : one_line(name, 200)) {
    if (c == '\'' || c == '\\') out += c;
    out += c;
  }
  return out + "'";
}

}  // namespace

std::optional<NeededGrant> needed_grant(Question question, const Version& version) {
  switch (question) {
    case Question::variables:
    case Question::log_settings:
      return std::nullopt;
    case Question::source_position:
      // SHOW GLOBAL STATUS needs nothing.
      if (takes_no_binlog_lock(version)) return std::nullopt;
      return NeededGrant{source_privilege(version),
                         "the end of the source's binary log is not seen: no staleness, no lag"};
    case Question::process_list:
      return NeededGrant{"PROCESS",
                         "other accounts' threads are not seen: no dump threads, no blocking statement"};
    case Question::binary_logs:
      return NeededGrant{source_privilege(version),
                         "the source's binary logs are not listed: no bytes across files, no purge warning"};
    case Question::replica_status:
      return NeededGrant{replica_privilege(version), "replication is not seen: no verdict from this replica"};
  }
  return std::nullopt;
}

std::optional<NeededGrant> missing_grant(Question question, const Version& version, unsigned error_number) {
  return is_denial(error_number) ? needed_grant(question, version) : std::nullopt;
}

std::string grant_line(const Version& version, std::string_view account) {
  const std::size_t at = account.rfind('@');
  const std::string_view user = account.substr(0, at);
  const std::string_view host = at == std::string_view::npos ? "localhost" : account.substr(at + 1);
  std::string privileges(source_privilege(version));
  if (const std::string_view replica = replica_privilege(version); replica != privileges) {
    privileges.append(", ").append(replica);
  }
  return "GRANT " + privileges + ", PROCESS ON *.* TO " + quoted(user) + "@" + quoted(host);
}

bool gives_globally(std::string_view grant, std::string_view privilege) {
  constexpr std::string_view kGrant = "GRANT ";
  const std::size_t on = grant.find(" ON *.* ");
  if (!grant.starts_with(kGrant) || on == std::string_view::npos) return false;
  std::string_view list = grant.substr(kGrant.size(), on - kGrant.size());
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    const std::string_view one = trim(list.substr(0, comma));
    if (one == privilege || one == "ALL PRIVILEGES") return true;
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  return false;
}

}  // namespace replwatch::mysql
