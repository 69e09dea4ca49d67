// The series mysql_slave_status_* under the names and labels of mysqld_exporter, by the legacy column names
// on every server version, so that rules and dashboards written for it go on working. Served only where asked
// for. A value that is not known is NaN, where mysqld_exporter would drop the series.
#pragma once

#include <string_view>
#include <vector>

#include "exporters/view.h"

namespace prometheus {
struct MetricFamily;
}

namespace replwatch::exporters {

// Of each channel that a replica has told of; a replica that answers no more keeps its series, as NaN. Where
// several replicas are watched a label `server` is added, because two series cannot have the same labels.
std::vector<prometheus::MetricFamily> mysqld_families(const View& view);

}  // namespace replwatch::exporters
