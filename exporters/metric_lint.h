// The rules that a metric's row must keep, checked at compile time by static_assert(well_named(kRows)).
#pragma once

#include "exporters/metrics.h"

namespace replwatch::exporters {

constexpr bool is_word(std::string_view text) {
  if (text.empty() || text.front() < 'a' || text.front() > 'z' || text.ends_with('_')) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (!allowed || (c == '_' && text[at - 1] == '_')) return false;
  }
  return true;
}

// The unit stands at the end of the name, before "_total"; no name ends in a unit that it does not have.
constexpr bool unit_fits(std::string_view name, Unit unit) {
  if (name.ends_with("_total")) name.remove_suffix(6);
  const bool timestamp = name.ends_with("_timestamp_seconds");
  switch (unit) {
    case Unit::seconds:
      return name.ends_with("_seconds") && !timestamp;
    case Unit::timestamp:
      return timestamp;
    case Unit::bytes:
      return name.ends_with("_bytes");
    case Unit::none:
      break;
  }
  for (const std::string_view other : {"_seconds", "_bytes", "_ms", "_minutes", "_percent", "_kb"})
    if (name.ends_with(other)) return false;
  return true;
}

// One plain line: the serializer writes help texts without escaping them.
constexpr bool plain_line(std::string_view text) {
  for (const char c : text)
    if (c < ' ' || c > '~' || c == '\\') return false;
  return text.size() >= 10 && !text.ends_with('.');
}

constexpr bool well_named(const Metric& row) {
  for (std::size_t at = 0; at < row.label_names.count; ++at)
    if (!is_word(row.label_names.names[at])) return false;
  return is_word(row.name) && row.name.starts_with("replwatch_") && unit_fits(row.name, row.unit) &&
         row.name.ends_with("_total") == (row.type == MetricType::counter) && is_word(row.label) &&
         plain_line(row.help);
}

constexpr bool well_named(std::span<const Metric> rows) {
  for (std::size_t at = 0; at < rows.size(); ++at) {
    if (!well_named(rows[at])) return false;
    for (std::size_t before = 0; before < at; ++before)
      if (rows[before].name == rows[at].name) return false;
  }
  return true;
}

}  // namespace replwatch::exporters
