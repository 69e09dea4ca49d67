// The JSON answers /api/v1/status and /api/v1/links/LINK; their schemas are
// agent/schema/{status,link}.schema.json.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exporters/view.h"

namespace replwatch::exporters {

// `local`: with the verbatim words of servers and logs, which may hold data of users.
std::string status_json(const View& view, bool local);

// Empty when no link has this name.
std::optional<std::string> link_json(const View& view, std::string_view name, bool local);

}  // namespace replwatch::exporters
