// The known word that somebody most likely meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace replwatch::config {

// `did you mean "port"?` when one of `known` is near, else `known here: host, port`.
std::string suggestion(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace replwatch::config
