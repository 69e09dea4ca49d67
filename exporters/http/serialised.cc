#include <array>
#include <cstdio>

#include "exporters/http/answer.h"
#include "exporters/http/gzip.h"
#include "exporters/page_style.h"

namespace replwatch::http {

namespace {

constexpr std::size_t kWorthCompressing = 1000;  // bytes

std::string_view phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

std::string http_date(WallTime time) {
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

bool compress(Answer& answer, const Request& request) {
  if (answer.body.size() <= kWorthCompressing || !accepts_gzip(request.accept_encoding)) return false;
  std::optional<std::string> small = gzip(answer.body);
  if (small) answer.body = std::move(*small);
  return small.has_value();
}

}  // namespace

std::string serialised(Answer answer, const Request& request, WallTime now) {
  const bool compressed = compress(answer, request);
  std::string bytes =
      "HTTP/1.1 " + std::to_string(answer.status) + " " + std::string(phrase(answer.status)) + "\r\n";
  const auto header = [&bytes](std::string_view name, std::string_view value) {
    bytes += std::string(name) + ": " + std::string(value) + "\r\n";
  };
  header("Date", http_date(now));
  header("Content-Type", answer.content_type);
  header("Content-Length", std::to_string(answer.body.size()));
  if (compressed) header("Content-Encoding", "gzip");
  header("Vary", "Accept-Encoding");
  header("Cache-Control", "no-store");
  header("Connection", "close");
  header("X-Content-Type-Options", "nosniff");
  header("Referrer-Policy", "no-referrer");
  header("Content-Security-Policy", exporters::kPagePolicy);
  for (const auto& [name, value] : answer.headers) header(name, value);
  bytes += "\r\n";
  return request.method == "HEAD" ? bytes : bytes + answer.body;
}

}  // namespace replwatch::http
