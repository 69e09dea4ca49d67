// What its surroundings grant this process: variables of its environment and what it may write.
#pragma once

#include <optional>
#include <string>

namespace replwatch::io {

// A variable of the environment; empty when it is not set. One that is set to nothing is "".
std::optional<std::string> environment_variable(const std::string& name);

// Whether this process may make files in the folder; false as well when it is no folder or is not there.
bool may_write_into(const std::string& folder);

}  // namespace replwatch::io
