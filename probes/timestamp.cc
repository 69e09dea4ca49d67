#include "probes/timestamp.h"

#include <cstdint>
#include <cstdio>

#include "probes/text.h"

namespace replwatch {
namespace {

using namespace std::chrono;

// Takes one piece after the other from the front; after the first wrong one everything fails.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int number(std::size_t width, int least, int most) {
    const std::string_view digits = rest_.substr(0, width);
    const auto value = parse_number<int>(digits);
    good_ = good_ && value && digits.size() == width && digits[0] != '-' && *value >= least && *value <= most;
    rest_.remove_prefix(digits.size());
    return good_ ? *value : 0;
  }
  char one_of(std::string_view allowed) {
    good_ = good_ && !rest_.empty() && allowed.find(rest_[0]) != std::string_view::npos;
    if (!good_) return '\0';
    const char found = rest_[0];
    rest_.remove_prefix(1);
    return found;
  }
  nanoseconds fraction() {
    if (rest_.empty() || rest_[0] != '.') return {};
    const std::size_t end = std::min(rest_.find_first_not_of("0123456789", 1), rest_.size());
    std::string digits(rest_.substr(1, end - 1));
    good_ = good_ && !digits.empty();
    rest_.remove_prefix(end);
    digits.resize(9, '0');
    return nanoseconds(parse_number<std::int64_t>(digits).value_or(0));
  }
  bool ended_well() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

std::optional<WallTime> parse_timestamp(std::string_view text) {
  Reader reader(text);
  const year year_read{reader.number(4, 1970, 2261)};
  reader.one_of("-");
  const month month_read{static_cast<unsigned>(reader.number(2, 1, 12))};
  reader.one_of("-");
  const day day_read{static_cast<unsigned>(reader.number(2, 1, 31))};
  reader.one_of("Tt ");
  const hours hour{reader.number(2, 0, 23)};
  reader.one_of(":");
  const minutes minute{reader.number(2, 0, 59)};
  reader.one_of(":");
  const std::chrono::seconds second{reader.number(2, 0, 60)};  // 60 is a leap second
  const nanoseconds fraction = reader.fraction();
  minutes offset{};
  const char sign = reader.one_of("Zz+-");
  if (sign == '+' || sign == '-') {
    offset = hours{reader.number(2, 0, 23)};
    reader.one_of(":");
    offset += minutes{reader.number(2, 0, 59)};
    if (sign == '-') offset = -offset;
  }
  const year_month_day date{year_read, month_read, day_read};
  if (!reader.ended_well() || !date.ok()) return std::nullopt;
  return sys_days{date} + hour + minute + second + fraction - offset;
}

std::string timestamp_text(WallTime time) {
  const auto whole = floor<std::chrono::seconds>(time);
  const auto midnight = floor<days>(whole);
  const year_month_day date{midnight};
  const hh_mm_ss clock{whole - midnight};
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

}  // namespace replwatch
