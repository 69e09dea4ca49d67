// The metrics of a snapshot in Prometheus' text format 0.0.4, through prometheus-cpp's value structs and
// serializer.
#pragma once

#include <string>
#include <string_view>

#include "exporters/view.h"

namespace replwatch::exporters {

inline constexpr std::string_view kPrometheusContentType = "text/plain; version=0.0.4; charset=utf-8";

std::string prometheus_text(const View& view);

}  // namespace replwatch::exporters
