// Writes a small file so that a reader, or a crash at any instant, meets the old text or the new one whole.
#pragma once

#include <string>
#include <string_view>

#include "probes/result.h"

namespace replwatch::io {

// Mode 0600. The failure names the path.
Result<Done> replace_file(const std::string& path, std::string_view text);

}  // namespace replwatch::io
