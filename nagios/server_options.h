// Where a plugin's database server is and how to log in there, from its options.
#pragma once

#include <string_view>

#include "nagios/options.h"
#include "probes/io/server_address.h"
#include "probes/result.h"

namespace replwatch::nagios {

// -H -p -4 -s -f -g -u --password-env. The failure is a usage error; it never repeats a value that may be a
// password.
Result<io::ServerAddress> server_address(const Options& options);

// --source HOST:PORT ("[ADDRESS]:PORT" for IPv6; 3306 without a port), logged in to like `replica`.
Result<io::ServerAddress> source_address(std::string_view text, const io::ServerAddress& replica);

}  // namespace replwatch::nagios
