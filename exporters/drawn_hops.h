// The hops of a link on one line of a terminal, in the order of the data.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace replwatch::exporters {

// `link`: the object of one link in an answer. A link without a tunnel has no hops of one.
std::string drawn_hops(const nlohmann::json& link, bool colour);

}  // namespace replwatch::exporters
