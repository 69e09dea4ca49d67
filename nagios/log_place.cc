#include "nagios/log_place.h"

#include <array>

#include "probes/text.h"

namespace replwatch::nagios {
namespace {

constexpr std::string_view kTitle = "check_stunnel_log 1";

}  // namespace

std::string log_place_text(const std::string& log, const io::FilePlace& place) {
  return std::string(kTitle) + ' ' + std::to_string(place.offset) + ' ' + hex(place.tail) + ' ' + log + '\n';
}

std::optional<io::FilePlace> parse_log_place(std::string_view text, std::string_view log) {
  std::array<std::string_view, 2> words;  // offset, tail
  if (!text.starts_with(kTitle) || !text.ends_with('\n')) return std::nullopt;
  text = text.substr(kTitle.size(), text.size() - kTitle.size() - 1);
  for (std::string_view& word : words) {
    if (!text.starts_with(' ')) return std::nullopt;
    text.remove_prefix(1);
    word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
  }
  const auto offset = parse_number<std::uint64_t>(words[0]);
  const auto tail = from_hex(words[1]);
  if (!offset || !tail || tail->size() > *offset || text.empty() || text.substr(1) != log)
    return std::nullopt;
  return io::FilePlace{*offset, *tail};
}

}  // namespace replwatch::nagios
