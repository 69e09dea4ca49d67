#include "agent/config/types.h"

#include <algorithm>
#include <set>

#include "probes/duration.h"
#include "probes/text.h"
#include "probes/timestamp.h"

namespace replwatch::config {
namespace {

constexpr std::array<TypeRow, 16> kRows{{
    {Type::text, "text", Kind::text, "text on one line", "write it in double quotes"},
    {Type::word, "word", Kind::text, "non-empty text on one line",
     "write it in double quotes, or leave the key out"},
    {Type::path, "path", Kind::text, "a path from / on", "write it like \"/etc/replwatch/server.cnf\""},
    {Type::name, "name", Kind::text, "a name",
     "begin with a-z or 0-9, go on with a-z 0-9 _ . -, 63 characters at most"},
    {Type::choice, "choice", Kind::text, "one of a few words", "write it in double quotes"},
    {Type::variable, "variable", Kind::text, "the name of an environment variable",
     "write the variable's name, like \"SITE_A\""},
    {Type::duration, "duration", Kind::text, "a duration above zero",
     "write it like \"500ms\", \"1s\", \"5m\", \"2h\" or \"3d\""},
    {Type::instant, "instant", Kind::text, "an instant of RFC 3339",
     "write it like \"2027-01-31T00:00:00Z\""},
    {Type::listen, "listen", Kind::text, "an IPv4 address and a port", "write it like \"127.0.0.1:9847\""},
    {Type::url, "url", Kind::text, "an http or https URL without user and password",
     "write it like \"http://127.0.0.1:9848\""},
    {Type::port, "port", Kind::integer, "a port", "write a whole number from 1 to 65535, without quotes"},
    {Type::flag, "flag", Kind::flag, "true or false", "write true or false, without quotes"},
    {Type::words, "words", Kind::array, "a list of text", "write it like [\"DB_1\", \"DB_2\"]"},
    {Type::object, "object", Kind::object, "an object", "write {...}"},
    {Type::named_objects, "named_objects", Kind::object, "an object", "write {\"name\": {...}}"},
    {Type::findings, "findings", Kind::object, "an object", "write {\"crl_not_checked\": {...}}"},
}};
static_assert([] {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].type) != i) return false;
  }
  return true;
}());

constexpr std::string_view kLowerAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kDigits = "0123456789";

bool starts_with_one_of(std::string_view text, std::string_view characters) {
  return !text.empty() && characters.find(text[0]) != std::string_view::npos;
}

// A path with a NUL or a label with a newline would be cut or break a line somewhere downstream.
bool is_one_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool is_variable(std::string_view text) {
  const auto is_part = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
  return !text.empty() && !starts_with_one_of(text, kDigits) && std::ranges::all_of(text, [&](char c) {
    return is_part(c) || kDigits.find(c) != std::string_view::npos;
  });
}

bool is_url(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!text.starts_with(scheme)) continue;
    const std::string_view host =
        text.substr(scheme.size(), text.find_first_of("/?#", scheme.size()) - scheme.size());
    return !host.empty() && host[0] != ':' && text.find_first_of(" \"@\\") == std::string_view::npos;
  }
  return false;
}

bool is_words(const Value& list) {
  std::set<std::string_view> seen;
  return std::ranges::all_of(list.children, [&](const Value& element) {
    return element.kind == Kind::text && is_one(element, Type::word) && seen.insert(element.text).second;
  });
}

bool is_octet(std::string_view text) {
  return parse_number<std::uint8_t>(text) && (text.size() == 1 || text[0] != '0');
}

bool is_ipv4(std::string_view text) {
  for (int dots = 0; dots < 3; ++dots) {
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos || !is_octet(text.substr(0, dot))) return false;
    text.remove_prefix(dot + 1);
  }
  return is_octet(text);
}

}  // namespace

const std::array<TypeRow, 16> kTypes = kRows;

bool is_name(std::string_view text) {
  constexpr std::size_t kLongest = 63;
  constexpr std::string_view kOthers = "_.-";
  return starts_with_one_of(text, kLowerAndDigits) && text.size() <= kLongest &&
         std::ranges::all_of(text, [&](char c) {
           return kLowerAndDigits.find(c) != std::string_view::npos ||
                  kOthers.find(c) != std::string_view::npos;
         });
}

bool Listen::is_loopback() const { return address.starts_with("127."); }

std::optional<Listen> parse_listen(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !is_ipv4(text.substr(0, colon))) return std::nullopt;
  const auto port = parse_number<std::uint16_t>(text.substr(colon + 1));
  if (!port || *port == 0) return std::nullopt;
  return Listen{std::string(text.substr(0, colon)), *port};
}

bool is_one(const Value& value, Type type) {
  const std::string_view text = value.text;
  switch (type) {
    case Type::text:
    case Type::choice:
      return is_one_line(text);
    case Type::word:
      return !trim(text).empty() && is_one_line(text);
    case Type::path:
      return text.starts_with('/') && is_one_line(text);
    case Type::name:
      return is_name(text);
    case Type::variable:
      return is_variable(text);
    case Type::duration:
      return parse_duration(text).value_or(Duration::zero()) > Duration::zero();
    case Type::instant:
      return parse_timestamp(text).has_value();
    case Type::listen:
      return parse_listen(text).has_value();
    case Type::url:
      return is_url(text) && is_one_line(text);
    case Type::port:
      return value.integer >= 1 && value.integer <= 65535;
    case Type::words:
      return is_words(value);
    case Type::flag:
    case Type::object:
    case Type::named_objects:
    case Type::findings:
      return true;
  }
  return false;
}

}  // namespace replwatch::config
