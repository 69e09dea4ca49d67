// A threshold range of the monitoring plugins, [@]start:end: it says for which values to alert. End points
// belong to the range; `~` is minus infinity, a missing start is 0, a missing end is infinity.
#pragma once

#include <limits>
#include <string>
#include <string_view>

#include "probes/result.h"

namespace replwatch::nagios {

struct Range {
  double start = 0;
  double end = std::numeric_limits<double>::infinity();
  bool alerts_inside = false;  // `@`: alert within the range instead of outside
  std::string text;            // as it was written; what performance data repeats

  // False for NaN: what an unknown value means is not for a range to say.
  bool alerts(double value) const;
  bool operator==(const Range&) const = default;
};

// Numbers are plain decimals: no exponent, no unit, no blank, because performance data allows none.
Result<Range> parse_range(std::string_view text);

}  // namespace replwatch::nagios
