#include "nagios/log_place.h"

#include <array>

#include "probes/text.h"

namespace replwatch::nagios {
namespace {

constexpr std::string_view kTitle = "check_stunnel_log 1";

}  // namespace

std::string log_place_text(const std::string& log, const io::FilePlace& place) {
  std::string text(kTitle);
  for (const std::uint64_t number : {place.device, place.inode, place.offset, place.mark}) {
    text += ' ' + std::to_string(number);
  }
  return text + ' ' + log + '\n';
}

std::optional<io::FilePlace> parse_log_place(std::string_view text, std::string_view log) {
  if (!text.starts_with(kTitle) || !text.ends_with('\n')) return std::nullopt;
  text.remove_prefix(kTitle.size());
  std::array<std::uint64_t, 4> numbers{};
  for (std::uint64_t& number : numbers) {
    if (!text.starts_with(' ')) return std::nullopt;
    text.remove_prefix(1);
    const std::size_t end = text.find(' ');
    const auto parsed = parse_number<std::uint64_t>(text.substr(0, end));
    if (end == std::string_view::npos || !parsed) return std::nullopt;
    number = *parsed;
    text.remove_prefix(end);
  }
  if (text.substr(1, text.size() - 2) != log) return std::nullopt;
  return io::FilePlace{numbers[0], numbers[1], numbers[2], numbers[3]};
}

}  // namespace replwatch::nagios
