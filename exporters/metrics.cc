#include "exporters/metrics.h"

namespace replwatch::exporters {

std::array<MetricGroup, 5> metric_groups() {
  return {{{"agent", agent_metrics()},
           {"server", server_metrics()},
           {"replica", replica_metrics()},
           {"link", link_metrics()},
           {"tunnel", tunnel_metrics()}}};
}

}  // namespace replwatch::exporters
