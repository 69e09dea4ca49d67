// The state file of check_stunnel_log: which log it read, and up to where.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "probes/io/followed_file.h"

namespace replwatch::nagios {

// One line of text.
std::string log_place_text(const std::string& log, const io::FilePlace& place);
// Empty when the text is none of ours, is damaged, or speaks of another log.
std::optional<io::FilePlace> parse_log_place(std::string_view text, std::string_view log);

}  // namespace replwatch::nagios
