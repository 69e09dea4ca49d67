// What the agent's own account needs, per flavor and version: the GRANT line to print, and what a missing one
// costs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "probes/mysql/flavor.h"
#include "probes/mysql/statements.h"

namespace replwatch::mysql {

struct NeededGrant {
  std::string_view privilege;
  std::string_view lost;  // what cannot be seen without it, to follow "without it"

  bool operator==(const NeededGrant&) const = default;
};

// What the answer to `question` needs; empty when nothing is needed. The process list is the one whose lack
// is no error: the server then shows the account's own threads only.
std::optional<NeededGrant> needed_grant(Question question, const Version& version);

// The failed look told as the grant that is missing: empty when the error number is no denial, or nothing is
// needed.
std::optional<NeededGrant> missing_grant(Question question, const Version& version, unsigned error_number);

// One line without a semicolon. `account` as CURRENT_USER() gives it ("user@host"); a bare user is at
// localhost. A global grant counts for connections made after it.
std::string grant_line(const Version& version, std::string_view account);

// Whether one line of SHOW GRANTS gives this privilege (in capitals) on *.*, by name or as ALL PRIVILEGES.
bool gives_globally(std::string_view grant, std::string_view privilege);

constexpr bool is_denial(unsigned error_number) {
  return error_number == 1227 || error_number == 1142 || error_number == 1143 || error_number == 1044;
}

}  // namespace replwatch::mysql
