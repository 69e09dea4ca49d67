#include "probes/mysql/gtid_set.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "probes/text.h"

namespace replwatch::mysql {
namespace {

constexpr std::size_t kLongestText = 1 << 16;
constexpr std::size_t kMostRanges = 512;
constexpr std::uint64_t kLastNumber = std::numeric_limits<std::uint64_t>::max() - 1;

std::string_view take_until(std::string_view& rest, char separator) {
  const std::size_t at = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return trim(part);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = std::string_view("0123456789abcdefABCDEF").find(text[i]) != std::string_view::npos;
    if (dash ? text[i] != '-' : !hex) return false;
  }
  return true;
}

bool is_tag(std::string_view text) {
  if (text.empty() || text.size() > 32 || (text[0] >= '0' && text[0] <= '9')) return false;
  return lower(text).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

std::optional<GtidRange> parse_range(const std::string& stream, std::string_view text) {
  const bool single = text.find('-') == std::string_view::npos;
  const auto from = parse_number<std::uint64_t>(take_until(text, '-'));
  const auto to = single ? from : parse_number<std::uint64_t>(trim(text));
  if (!from || !to || *from == 0 || *to < *from || *to > kLastNumber) return std::nullopt;
  return GtidRange{stream, *from, *to};
}

bool read_source(std::string_view text, GtidSet& set) {
  const std::string uuid = lower(take_until(text, ':'));
  if (!is_uuid(uuid) || text.empty()) return false;
  std::string stream = uuid;
  while (!text.empty()) {
    const std::string_view part = take_until(text, ':');
    if (is_tag(part)) {
      stream = uuid + ":" + lower(part);
      continue;
    }
    auto range = parse_range(stream, part);
    if (!range || set.size() >= kMostRanges) return false;
    set.push_back(std::move(*range));
  }
  return true;
}

auto place(const GtidRange& range) { return std::tie(range.stream, range.first); }

GtidSet sorted_and_joined(GtidSet ranges) {
  std::ranges::sort(ranges, {}, place);
  GtidSet set;
  for (GtidRange& each : ranges) {
    if (!set.empty() && set.back().stream == each.stream && each.first <= set.back().last + 1) {
      set.back().last = std::max(set.back().last, each.last);
    } else {
      set.push_back(std::move(each));
    }
  }
  return set;
}

std::optional<std::uint64_t> end_of(const GtidSet& set, const std::string& stream) {
  const auto end = std::ranges::upper_bound(set, stream, {}, &GtidRange::stream);
  if (end == set.begin() || std::prev(end)->stream != stream) return std::nullopt;
  return std::prev(end)->last;
}

}  // namespace

std::optional<GtidSet> parse_gtid_set(std::string_view text) {
  if (text.size() > kLongestText) return std::nullopt;
  GtidSet set;
  while (!trim(text).empty()) {
    if (!read_source(take_until(text, ','), set)) return std::nullopt;
  }
  return sorted_and_joined(std::move(set));
}

std::optional<GtidSet> parse_gtid_position(std::string_view text, std::optional<std::uint64_t> server_id) {
  if (text.size() > kLongestText) return std::nullopt;
  GtidSet set;
  while (!trim(text).empty()) {
    std::string_view gtid = take_until(text, ',');
    const auto domain = parse_number<std::uint32_t>(take_until(gtid, '-'));
    const auto server = parse_number<std::uint32_t>(take_until(gtid, '-'));
    const auto number = parse_number<std::uint64_t>(gtid);
    if (!domain || !server || !number || *number > kLastNumber || set.size() >= kMostRanges)
      return std::nullopt;
    if (*number == 0 || (server_id && *server_id != *server)) continue;
    set.push_back({std::to_string(*domain), 1, *number});
  }
  return sorted_and_joined(std::move(set));
}

bool holds(const GtidSet& whole, std::string_view stream, std::uint64_t first, std::uint64_t last) {
  const auto wanted = std::tuple(stream, first);
  const auto beyond = std::ranges::upper_bound(whole, wanted, {}, [](const GtidRange& range) {
    return std::tuple(std::string_view(range.stream), range.first);
  });
  return beyond != whole.begin() && std::prev(beyond)->stream == stream && std::prev(beyond)->last >= last;
}

bool holds(const GtidSet& whole, const GtidSet& part) {
  return std::ranges::all_of(
      part, [&](const GtidRange& wanted) { return holds(whole, wanted.stream, wanted.first, wanted.last); });
}

GtidSet without(const GtidSet& whole, const GtidSet& part) {
  GtidSet left;
  for (const GtidRange& each : whole) {
    std::uint64_t next = each.first;
    auto gone = std::ranges::upper_bound(part, place(each), {}, place);
    if (gone != part.begin() && std::prev(gone)->stream == each.stream) --gone;
    for (; gone != part.end() && gone->stream == each.stream && gone->first <= each.last; ++gone) {
      if (gone->first > next) left.push_back({each.stream, next, gone->first - 1});
      next = std::max(next, gone->last + 1);
    }
    if (next <= each.last) left.push_back({each.stream, next, each.last});
  }
  return left;
}

GtidSet common(const GtidSet& one, const GtidSet& other) { return without(one, without(one, other)); }

GtidSet united(GtidSet one, const GtidSet& other) {
  one.insert(one.end(), other.begin(), other.end());
  return sorted_and_joined(std::move(one));
}

bool went_back(const GtidSet& before, const GtidSet& after) {
  return std::ranges::any_of(before, [&](const GtidRange& each) {
    const auto end = end_of(after, each.stream);
    return end && *end < each.last;
  });
}

}  // namespace replwatch::mysql
