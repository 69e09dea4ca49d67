// The beginning of every look at a database server: log in once, learn its version, or keep the reason why
// not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nagios/trace.h"
#include "probes/instant.h"
#include "probes/io/mariadb.h"
#include "probes/io/task.h"
#include "probes/link/evidence.h"
#include "probes/mysql/flavor.h"

namespace replwatch::nagios {

// Empty when the login failed: every look of `seen` then holds the reason.
io::Task<std::optional<mysql::Version>> log_in(io::MariaDb& server, const io::ServerAddress& address,
                                               link::ServerSight& seen, Instant deadline,
                                               std::vector<TraceLine>& trace);

// The account as the server knows it, for a GRANT line; "" when it does not say.
io::Task<std::string> ask_account(io::MariaDb& server, Instant deadline);

}  // namespace replwatch::nagios
