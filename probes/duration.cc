#include "probes/duration.h"

#include <array>
#include <cstdint>

#include "probes/text.h"

namespace replwatch {
namespace {

using std::chrono::milliseconds;

struct Unit {
  std::string_view name;
  milliseconds length;
};
// The largest first, for duration_text.
constexpr std::array<Unit, 5> kUnits{{{"d", std::chrono::hours(24)},
                                      {"h", std::chrono::hours(1)},
                                      {"m", std::chrono::minutes(1)},
                                      {"s", std::chrono::seconds(1)},
                                      {"ms", milliseconds(1)}}};
constexpr milliseconds kLongest = std::chrono::hours(24) * 36500;

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits == std::string_view::npos) return std::nullopt;
  const auto count = parse_number<std::int64_t>(text.substr(0, digits));
  for (const Unit& unit : kUnits) {
    if (unit.name != text.substr(digits)) continue;
    if (!count || *count > kLongest / unit.length) return std::nullopt;
    return unit.length * *count;
  }
  return std::nullopt;
}

std::string duration_text(Duration duration) {
  const auto whole = std::chrono::duration_cast<milliseconds>(duration);
  if (whole == milliseconds::zero()) return "0s";
  for (const Unit& unit : kUnits) {
    if (whole % unit.length == milliseconds::zero()) {
      return std::to_string(whole / unit.length) + std::string(unit.name);
    }
  }
  return {};
}

}  // namespace replwatch
