#include "exporters/json_parts.h"

#include <cmath>

#include "exporters/probe_reading.h"
#include "probes/text.h"

namespace replwatch::exporters {

Json number_or_null(double number) {
  if (!std::isfinite(number)) return nullptr;
  return std::round(number * 1000) / 1000;
}

Json yes_or_null(double yes) {
  if (std::isnan(yes)) return nullptr;
  return yes != 0;
}

Json text_or_null(const std::string& text) {
  if (text.empty()) return nullptr;
  return one_line(text);
}

Json age_or_null(std::optional<Instant> instant, const View& view) {
  return instant ? number_or_null(view.age(*instant)) : Json(nullptr);
}

Json findings_array(const std::vector<link::Finding>& findings) {
  Json list = Json::array();
  for (const link::Finding& finding : findings)
    list.push_back({{"finding", link::code(finding.code)},
                    {"severity", link::code(finding.severity)},
                    {"text", one_line(finding.text)},
                    {"remedy", one_line(finding.remedy)},
                    {"accepted", finding.accepted},
                    {"accept_reason", text_or_null(finding.accept_reason)}});
  return list;
}

Json failure_object(const std::optional<Failure>& failure, bool local) {
  if (!failure) return nullptr;
  Json object{{"reason", code(failure->reason)}, {"number", failure->number}};
  if (local) object["text"] = one_line(failure->text);
  return object;
}

Json probe_object(const ProbeRecord& probe, const View& view, bool local) {
  std::uint64_t failures = 0;
  for (const std::uint64_t of_reason : probe.failures) failures += of_reason;
  return {{"probe", probe.probe},
          {"name", probe.name},
          {"interval_seconds", number_or_null(seconds(probe.interval))},
          {"success", yes_or_null(probe_success(probe, view))},
          {"duration_seconds", number_or_null(probe_duration_seconds(probe, view))},
          {"age_seconds", age_or_null(probe.last_success, view)},
          {"failure", failure_object(probe.failure, local)},
          {"failures_total", failures}};
}

}  // namespace replwatch::exporters
