#include "nagios/perfdata.h"

#include <array>
#include <charconv>
#include <cmath>

namespace replwatch::nagios {
namespace {

// A plain decimal of at most six places: the grammar of performance data knows no exponent.
std::string plain_decimal(double value) {
  std::array<char, 400> text;
  const auto [end, error] =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 6);
  if (error != std::errc{}) return "U";
  std::string out(text.data(), end);
  out.erase(out.find_last_not_of('0') + 1);
  if (out.ends_with('.')) out.pop_back();
  return out == "-0" ? "0" : out;
}

}  // namespace

std::vector<PerfValue> unknown_values(std::span<const PerfRow> rows, std::string_view warning,
                                      std::string_view critical) {
  std::vector<PerfValue> values;
  for (const PerfRow& row : rows) {
    values.push_back({&row, std::nullopt, std::string(row.thresholds ? warning : ""),
                      std::string(row.thresholds ? critical : "")});
  }
  return values;
}

std::string perf_text(std::span<const PerfValue> values) {
  std::string out;
  for (const PerfValue& perf : values) {
    if (!out.empty()) out += ' ';
    out += perf.row->label;
    out += '=';
    if (perf.value && std::isfinite(*perf.value)) {
      out += plain_decimal(*perf.value);
      out += perf.row->unit;
    } else {
      out += 'U';
    }
    out += ';' + perf.warning + ';' + perf.critical + ";0";
  }
  return out;
}

}  // namespace replwatch::nagios
