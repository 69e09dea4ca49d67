// What a connection to a database server is opened with, and what of it must hold before anything is opened.
#pragma once

#include <mysql.h>

#include <cstddef>

#include "probes/io/server_address.h"
#include "probes/result.h"

namespace replwatch::io {

// A status answer has some kilobytes; more bytes than this are no answer to our questions.
inline constexpr std::size_t kLargestAnswer = 16u << 20;

// `unreadable` when the option file is missing or open to others: nothing may be sent then.
Result<Done> check_option_file(const ServerAddress& address);

// On a connection that was initialised and is not yet opened. The texts of `address` must outlive the call
// only.
void set_connect_options(MYSQL& connection, const ServerAddress& address);

}  // namespace replwatch::io
