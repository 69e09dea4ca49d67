// Text in gzip's format, for HTTP.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace replwatch::http {

// Empty when there is no memory for it.
std::optional<std::string> gzip(std::string_view text);

}  // namespace replwatch::http
