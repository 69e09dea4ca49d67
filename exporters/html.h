// HTML written by hand, safely: every text that came from outside goes through escaped().
#pragma once

#include <string>
#include <string_view>

namespace replwatch::exporters {

// One line of valid UTF-8 that is text anywhere in HTML, also inside a quoted attribute.
std::string escaped(std::string_view text);

// <name class="kind">content</name>; `content` is HTML already.
std::string element(std::string_view name, std::string_view content, std::string_view kind = {});

}  // namespace replwatch::exporters
