// Other processes of this host, as far as any user may see them.
#pragma once

#include <optional>
#include <string>

#include "probes/instant.h"

namespace replwatch::io {

// When the process of a pid file started; empty when there is none, or when its name does not begin with
// `name`: a stale file can name anybody.
std::optional<WallTime> process_start(const std::string& pid_file, const std::string& name);

// Whether a user, with the groups that setuid leaves it, may read the file, by owner and mode; empty when the
// user or the file is not known. `group` may be "".
std::optional<bool> readable_by(const std::string& path, const std::string& user, const std::string& group);

}  // namespace replwatch::io
