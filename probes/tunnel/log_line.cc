#include "probes/tunnel/log_line.h"

#include <array>
#include <cstddef>

namespace replwatch::tunnel {
namespace {

constexpr std::size_t kLongestId = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_id_char(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ':' || c == '-' || c == '_';
}

// Whether `text` begins with `shape`, where '0' stands for a digit, '_' for a digit or a blank.
bool begins_like(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const char c = text[i];
    const bool fits = shape[i] == '0'   ? is_digit(c)
                      : shape[i] == '_' ? is_digit(c) || c == ' '
                                        : c == shape[i];
    if (!fits) return false;
  }
  return true;
}

std::optional<std::string_view> after(std::string_view text, std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  return text.substr(at + mark.size());
}

// "LOG5[7:8]: text", optionally behind stunnel's own stamp.
std::optional<LogLine> parse_own(std::string_view line) {
  LogLine found;
  constexpr std::string_view kStamp = "0000.00.00 00:00:00 ";
  if (begins_like(line, kStamp)) {
    found.stamp = line.substr(0, kStamp.size() - 1);
    line.remove_prefix(kStamp.size());
  }
  if (line.size() < 9 || line.substr(0, 3) != "LOG" || line[3] < '0' || line[3] > '7' || line[4] != '[') {
    return std::nullopt;
  }
  found.level = line[3] - '0';
  line.remove_prefix(5);
  std::size_t end = 0;
  while (end < line.size() && end <= kLongestId && is_id_char(line[end])) ++end;
  if (end == 0 || end > kLongestId || line.substr(end, 3) != "]: ") return std::nullopt;
  found.id = line.substr(0, end);
  found.text = line.substr(end + 3);
  return found;
}

// The words of a start that failed before the log was open: "[!] text" on stderr.
std::optional<LogLine> parse_bare(std::string_view line) {
  if (line.size() < 5 || line[0] != '[' || line.substr(2, 2) != "] ") return std::nullopt;
  constexpr std::string_view kMarks = "*!:. ?";
  constexpr std::array<int, 6> kLevels{2, 3, 4, 5, 6, 6};
  const std::size_t mark = kMarks.find(line[1]);
  if (mark == std::string_view::npos) return std::nullopt;
  return LogLine{{}, kLevels[mark], "ui", line.substr(4), true};
}

// A token of a syslog header: host, program, process. Never empty, no blank.
std::optional<std::string_view> skip_token(std::string_view text) {
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos || blank == 0 || blank > 255) return std::nullopt;
  return text.substr(blank + 1);
}

std::optional<std::string_view> skip_structured(std::string_view text) {
  if (text.substr(0, 2) == "- ") return text.substr(2);
  if (text.empty() || text[0] != '[') return std::nullopt;
  return after(text, "] ");
}

// Behind the version of RFC 5424: stamp, host, program, process, message id, structured part.
std::optional<std::string_view> skip_rfc5424(std::string_view text) {
  for (int i = 0; i < 5; ++i) {
    const auto rest = skip_token(text);
    if (!rest) return std::nullopt;
    text = *rest;
  }
  auto message = skip_structured(text);
  if (message && message->substr(0, 3) == "\xEF\xBB\xBF") message->remove_prefix(3);
  return message;
}

bool is_month(std::string_view name) {
  constexpr std::string_view kMonths = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ";
  return name.size() == 3 && name.find(' ') == std::string_view::npos && kMonths.find(name) % 4 == 0;
}

// "stunnel[123]: " or "stunnel: ".
std::optional<std::string_view> skip_program(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && end < 255 && text[end] != ' ' && text[end] != ':' && text[end] != '[') ++end;
  if (end == 0 || end == text.size()) return std::nullopt;
  if (text[end] == '[') {
    ++end;
    const std::size_t digits = end;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end == digits || text.substr(end, 1) != "]") return std::nullopt;
    ++end;
  }
  if (text.substr(end, 2) != ": ") return std::nullopt;
  return text.substr(end + 2);
}

// What stands behind a syslog or journal header; the header must be whole.
std::optional<std::string_view> skip_transport(std::string_view line) {
  if (!line.empty() && line[0] == '<') {
    std::size_t end = 1;
    while (end < line.size() && end < 4 && is_digit(line[end])) ++end;
    if (end == 1 || line.substr(end, 1) != ">") return std::nullopt;
    line.remove_prefix(end + 1);
    if (line.substr(0, 2) == "1 ") return skip_rfc5424(line.substr(2));
  }
  bool stamped = false;
  if (is_month(line.substr(0, 3)) && begins_like(line.substr(3), " _0 00:00:00")) {
    const auto rest = skip_token(line.substr(7));
    if (!rest) return std::nullopt;
    line = *rest;
    stamped = true;
  } else if (begins_like(line, "0000-00-00T00:00:00")) {
    const auto rest = skip_token(line);
    if (!rest) return std::nullopt;
    line = *rest;
    stamped = true;
  }
  if (stamped) {
    const auto rest = skip_token(line);
    if (!rest) return std::nullopt;
    line = *rest;
  }
  return skip_program(line);
}

}  // namespace

std::optional<LogLine> parse_log_line(std::string_view line) {
  if (auto own = parse_own(line)) return own;
  if (auto bare = parse_bare(line)) return bare;
  const auto message = skip_transport(line);
  if (!message) return std::nullopt;
  if (auto own = parse_own(*message)) return own;
  return parse_bare(*message);
}

}  // namespace replwatch::tunnel
