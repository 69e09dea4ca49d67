#include "exporters/words.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace replwatch::exporters {

namespace {

std::string two_units(double seconds, double large, std::string_view large_name, double small,
                      std::string_view small_name) {
  const double whole = std::floor(seconds / large);
  const double rest = std::floor((seconds - whole * large) / small);
  std::string said = decimal(whole, 0) + " " + std::string(large_name);
  if (rest > 0) said += " " + decimal(rest, 0) + " " + std::string(small_name);
  return said;
}

}  // namespace

std::string decimal(double number, int digits) {
  std::array<char, 400> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed, digits);
  return error == std::errc{} ? std::string(buffer.data(), end) : std::string();
}

std::string say_seconds(double seconds) {
  if (!std::isfinite(seconds)) return "not known";
  if (seconds < 0) return "-" + say_seconds(-seconds);
  if (seconds < 9.95) return decimal(seconds, 1) + " s";
  if (seconds < 119.5) return decimal(seconds, 0) + " s";
  if (seconds < 3600) return decimal(std::floor(seconds / 60), 0) + " min";
  if (seconds < 2 * 86400) return two_units(seconds, 3600, "h", 60, "min");
  return two_units(seconds, 86400, "d", 3600, "h");
}

std::string say_bytes(double bytes) {
  if (!std::isfinite(bytes)) return "not known";
  constexpr std::array<std::string_view, 5> kUnits{"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  while (std::fabs(bytes) >= 999.5 && unit + 1 < kUnits.size()) {
    bytes /= 1000;
    ++unit;
  }
  const int digits = unit > 0 && std::fabs(bytes) < 9.95 ? 1 : 0;
  return decimal(bytes, digits) + " " + std::string(kUnits[unit]);
}

double timestamp(WallTime time) { return seconds(time.time_since_epoch()); }

}  // namespace replwatch::exporters
