// Words that the plugins' sentences share: numbers with their unit, failures of a look, the GRANT that mends
// one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "nagios/outcome.h"
#include "nagios/range.h"
#include "probes/failure.h"
#include "probes/link/cause.h"
#include "probes/mysql/flavor.h"
#include "probes/mysql/statements.h"

namespace replwatch::nagios {

std::string in_seconds(double value);          // "0.21 s", "75 s"
std::string in_bytes(double value);            // "1234 bytes"
std::string in_words(const Failure& failure);  // "refused: Can't connect ..."

// "; on that server: GRANT ..." when the failure is a missing privilege, else "". `account` is "user@host",
// or "".
std::string grant_remedy(const std::optional<mysql::Version>& version, mysql::Question question,
                         const Failure& failure, std::string_view account);

// What mends a look of ours that failed with this reason, whatever server it was; "" when there is no general
// remedy.
std::string_view look_remedy(Reason reason);

// The other side said nothing, as against: it said no.
bool is_silence(Reason reason);

State state_of(link::Severity severity);
State judge(double value, const std::optional<Range>& warning, const std::optional<Range>& critical);

}  // namespace replwatch::nagios
