#include "exporters/http/request.h"

#include <array>
#include <cstdint>

#include "probes/text.h"

namespace replwatch::http {

namespace {

struct Row {
  std::string_view path;
  Route route;
  bool changes;  // asked for by POST, not GET and HEAD
};

constexpr std::array<Row, 6> kRows{{{"/", Route::page, false},
                                    {"/metrics", Route::metrics, false},
                                    {"/api/v1/status", Route::status, false},
                                    {"/-/healthy", Route::healthy, false},
                                    {"/-/ready", Route::ready, false},
                                    {"/-/reload", Route::reload, true}}};
constexpr std::string_view kLinks = "/api/v1/links/";

std::optional<Target> target_of(std::string_view path, bool& changes) {
  for (const Row& row : kRows)
    if (row.path == path) {
      changes = row.changes;
      return Target{row.route, ""};
    }
  if (path.starts_with(kLinks) && path.size() > kLinks.size())
    return Target{Route::link, std::string(path.substr(kLinks.size()))};
  return std::nullopt;
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Plus { stays, is_blank };

std::optional<std::string> decoded(std::string_view text, Plus plus) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      plain += text[at] == '+' && plus == Plus::is_blank ? ' ' : text[at];
      continue;
    }
    const int high = at + 1 < text.size() ? hex(text[at + 1]) : -1;
    const int low = at + 2 < text.size() ? hex(text[at + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    plain += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return plain;
}

// The part before the next `border`, which is taken off `rest` with it.
std::string_view take(std::string_view& rest, char border) {
  const std::size_t end = rest.find(border);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return part;
}

// The weight of one element of a list such as "gzip;q=0.5"; 1 when it has none, 0 when it cannot be read.
double weight(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view parameter = trim(take(parameters, ';'));
    if (lower(parameter.substr(0, 2)) == "q=") return parse_number<double>(parameter.substr(2)).value_or(0);
  }
  return 1;
}

int base64_digit(char c) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::size_t at = kDigits.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::optional<std::string> base64_decoded(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string plain;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const int digit = base64_digit(c);
    if (digit < 0) return std::nullopt;
    bits = (bits << 6 | static_cast<std::uint32_t>(digit)) & 0xFFFFFF;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    plain += static_cast<char>(bits >> held & 0xFF);
  }
  return plain;
}

}  // namespace

std::optional<Parameters> parse_query(std::string_view query) {
  Parameters parameters;
  while (!query.empty()) {
    std::string_view pair = take(query, '&');
    if (pair.empty()) continue;
    auto name = decoded(take(pair, '='), Plus::is_blank);
    auto value = decoded(pair, Plus::is_blank);
    if (!name || !value) return std::nullopt;
    parameters.emplace_back(std::move(*name), std::move(*value));
  }
  return parameters;
}

std::variant<Target, Refusal> route(const Request& request) {
  bool changes = false;
  const std::optional<std::string> path = decoded(request.path, Plus::stays);
  if (!path) return Refusal{400, "the path cannot be read", ""};
  const std::optional<Target> target = target_of(*path, changes);
  if (!target) return Refusal{404, "no such path: " + one_line(request.path, 200), ""};
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (changes ? request.method != "POST" : !reads) {
    const std::string allow = changes ? "POST" : "GET, HEAD";
    return Refusal{405, "this path takes only " + allow, allow};
  }
  const std::optional<Parameters> parameters = parse_query(request.query);
  if (!parameters) return Refusal{400, "the query cannot be read", ""};
  if (!parameters->empty())
    return Refusal{
        400, "unknown parameter '" + one_line(parameters->front().first, 80) + "': this path takes none", ""};
  return *target;
}

bool accepts_gzip(std::string_view accept_encoding) {
  std::optional<double> gzip, any;
  while (!accept_encoding.empty()) {
    std::string_view element = take(accept_encoding, ',');
    const std::string coding = lower(trim(take(element, ';')));
    if (coding == "gzip" || coding == "x-gzip") gzip = weight(element);
    if (coding == "*") any = weight(element);
  }
  return gzip.value_or(any.value_or(0)) > 0;
}

std::optional<std::pair<std::string, std::string>> basic_credentials(std::string_view authorization) {
  const std::string_view scheme = take(authorization, ' ');
  if (!equal_ignoring_case(scheme, "basic")) return std::nullopt;
  const std::optional<std::string> plain = base64_decoded(trim(authorization));
  const std::size_t colon = plain ? plain->find(':') : std::string::npos;
  if (colon == std::string::npos) return std::nullopt;
  return std::pair(plain->substr(0, colon), plain->substr(colon + 1));
}

}  // namespace replwatch::http
