// What stands in a folder.
#pragma once

#include <string>
#include <vector>

#include "probes/result.h"

namespace replwatch::io {

// The names in `path` in ascending order of their bytes, without . and ..; of at most `limit` names, for a
// folder can be of any size.
Result<std::vector<std::string>> list_folder(const std::string& path, std::size_t limit = 100'000);

}  // namespace replwatch::io
