// `replwatch status` for a terminal, made from the JSON answer of a running agent. What the answer says is
// hostile until proven otherwise: no control character reaches the terminal.
#pragma once

#include <string>
#include <string_view>

#include "probes/result.h"

namespace replwatch::exporters {

struct TextOptions {
  bool colour = false;
  std::string link;  // only this one; "" is all
};

// `answer`: of /api/v1/status or /api/v1/links/LINK. Fails as malformed when it is no such answer, as missing
// when it has no link of that name.
Result<std::string> status_text(std::string_view answer, const TextOptions& options);

}  // namespace replwatch::exporters
