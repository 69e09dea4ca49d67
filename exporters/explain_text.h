// `replwatch explain LINK`: one link as a colleague would answer, made from the JSON answer of a running
// agent: the verdict, since when, what was seen and how long ago, what was ruled out, what to check next, and
// what would be missing if the source were lost now.
#pragma once

#include <string>
#include <string_view>

#include "probes/result.h"

namespace replwatch::exporters {

// `answer`: of /api/v1/links/LINK. Fails as malformed when it is no such answer.
Result<std::string> explain_text(std::string_view answer, bool colour);

}  // namespace replwatch::exporters
