#include "probes/mysql/position.h"

#include "probes/text.h"

namespace replwatch::mysql {

std::optional<std::uint64_t> parse_log_file_number(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  return parse_number<std::uint64_t>(name.substr(dot + 1));
}

}  // namespace replwatch::mysql
