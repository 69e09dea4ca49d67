#include "nagios/range.h"

#include <cmath>
#include <optional>

#include "probes/text.h"

namespace replwatch::nagios {
namespace {

// Longer ones only serve to push the rest out of the first line of output.
constexpr std::size_t kLongest = 40;

std::optional<double> plain_number(std::string_view text) {
  if (text.find_first_not_of("-0123456789.") != std::string_view::npos) return std::nullopt;
  return parse_number<double>(text);
}

Failure refused(std::string_view text, std::string_view why) {
  return {Reason::malformed, "'" + one_line(text, kLongest) + "' is no threshold range: " + std::string(why) +
                                 " (examples: 60  10:  ~:10  10:20  @10:20)"};
}

}  // namespace

bool Range::alerts(double value) const {
  if (std::isnan(value)) return false;
  const bool inside = value >= start && value <= end;
  return inside == alerts_inside;
}

Result<Range> parse_range(std::string_view text) {
  if (text.size() > kLongest) return refused(text, "too long");
  Range range;
  range.text = text;
  std::string_view rest = text;
  if (rest.starts_with('@')) {
    range.alerts_inside = true;
    rest.remove_prefix(1);
  }
  if (rest.empty() || rest == ":") return refused(text, "it names no number");
  const std::size_t colon = rest.find(':');
  const std::string_view end = colon == std::string_view::npos ? rest : rest.substr(colon + 1);
  const std::string_view start = colon == std::string_view::npos ? "" : rest.substr(0, colon);
  if (start == "~") {
    range.start = -std::numeric_limits<double>::infinity();
  } else if (!start.empty()) {
    const auto number = plain_number(start);
    if (!number) return refused(text, "the start must be a plain number or ~");
    range.start = *number;
  }
  if (!end.empty()) {
    const auto number = plain_number(end);
    if (!number) return refused(text, "the end must be a plain number without a unit, or nothing");
    range.end = *number;
  }
  if (range.start > range.end) return refused(text, "the start is above the end");
  return range;
}

}  // namespace replwatch::nagios
