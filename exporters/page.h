// The status page `/`: one sentence, a card per link worst first, then what the monitor itself sees.
// Server-rendered, without script or outside asset.
#pragma once

#include <string>

#include "exporters/page_style.h"
#include "exporters/view.h"

namespace replwatch::exporters {

inline constexpr std::string_view kPageContentType = "text/html; charset=utf-8";

// `local`: with the verbatim words of servers and logs.
std::string page(const View& view, bool local);

// One link as an <article>.
std::string page_card(const LinkRecord& link, const View& view, bool local);

// The findings on one end of a tunnel; "" when it has none.
std::string page_findings(const TunnelRecord& tunnel);

}  // namespace replwatch::exporters
