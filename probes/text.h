// Text that came from outside, made safe: numbers without a locale, one line, valid UTF-8, case folded.
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace replwatch {

// The whole of `text` as a number of type T in decimal; empty when anything else stands there or it does not
// fit.
template <class T>
requires std::integral<T> || std::floating_point<T> std::optional<T> parse_number(std::string_view text) {
  T number{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || text.empty()) return std::nullopt;
  return number;
}

// ASCII lower case; other bytes stay.
std::string lower(std::string_view text);
std::string_view trim(std::string_view text);
// Two small digits for each byte, and back; empty when that is not what stands there.
std::string hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view digits);

// "FOLDER/NAME".
std::string in_folder(std::string_view folder, std::string_view name);
bool equal_ignoring_case(std::string_view a, std::string_view b);

// `text` as valid UTF-8: each byte that is not part of a well-formed sequence becomes U+FFFD.
std::string valid_utf8(std::string_view text);

// `text` as one printable line: valid UTF-8, control characters as blanks, cut at `limit` bytes on a
// character's border with "..." at the end.
std::string one_line(std::string_view text, std::size_t limit = 1000);

// How many single-character edits lead from a to b: to name the nearest known word.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace replwatch
