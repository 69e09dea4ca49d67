#include "probes/tunnel/subject_name.h"

#include <cstddef>
#include <optional>

#include "probes/text.h"

namespace replwatch::tunnel {
namespace {

constexpr std::size_t kLongestKey = 40;
constexpr std::size_t kLongestSubject = 2000;

bool is_key_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

// Whether "/KEY=" stands at `at`: a name like CN or emailAddress, or a dotted number.
bool attribute_begins(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && end - at <= kLongestKey && is_key_char(text[end])) ++end;
  return end > at + 1 && end < text.size() && text[end] == '=';
}

std::optional<unsigned> hex(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

// Up to 5.03 bytes beyond ASCII are written \xC3; later versions write them raw. Control characters stay
// escaped.
std::string unescape_bytes(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value.substr(i, 2) == "\\x" && i + 3 < value.size()) {
      const auto high = hex(value[i + 2]), low = hex(value[i + 3]);
      if (high && low && *high >= 8) {
        out += static_cast<char>(*high * 16 + *low);
        i += 3;
        continue;
      }
    }
    out += value[i];
  }
  return valid_utf8(out) == out ? out : std::string(value);
}

// Quotes as OpenSSL's one-line form does, so that both styles of one subject read the same.
std::string quoted(const std::string& value) {
  const bool plain = value.find_first_of(",+\"<>;") == std::string::npos && !value.starts_with(' ') &&
                     !value.starts_with('#') && !value.ends_with(' ');
  if (plain) return value;
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"') out += '\\';
    out += c;
  }
  return out += '"';
}

}  // namespace

std::string subject_in_comma_form(std::string_view written) {
  if (written.empty() || written[0] != '/' || !attribute_begins(written, 0)) {
    return one_line(written, kLongestSubject);
  }
  std::string out;
  std::size_t begin = 0;
  while (begin < written.size()) {
    std::size_t end = begin + 1;
    while (end < written.size() && !(written[end] == '/' && attribute_begins(written, end))) ++end;
    const std::string_view part = written.substr(begin + 1, end - begin - 1);
    const std::size_t equals = part.find('=');
    if (!out.empty()) out += ", ";
    out += part.substr(0, equals + 1);
    out += quoted(unescape_bytes(part.substr(equals + 1)));
    begin = end;
  }
  return one_line(out, kLongestSubject);
}

CertificateWords split_certificate_words(std::string_view words) {
  CertificateWords parts;
  const std::size_t end = words.find_first_of(",:");
  parts.depth = parse_number<int>(words.substr(0, end)).value_or(0);
  if (end == std::string_view::npos) return parts;
  std::string_view rest = words.substr(end + 1);
  if (rest.starts_with(' ')) rest.remove_prefix(1);
  constexpr std::string_view kSubject = "subject=";
  if (words[end] == ',' && rest.starts_with(kSubject)) rest.remove_prefix(kSubject.size());
  parts.subject = rest;
  return parts;
}

}  // namespace replwatch::tunnel
