// How a row of metrics makes its samples: one per configured thing, or one per thing and code.
#pragma once

#include <utility>

#include "exporters/metrics.h"

namespace replwatch::exporters {

// One sample per record of a list of the snapshot, labelled with its name.
template <auto List, auto Read>
void each(const View& view, std::vector<Sample>& samples) {
  for (const auto& record : view.snapshot().*List)
    samples.push_back({static_cast<double>(Read(record, view)), {record.name}});
}

template <auto Read>
constexpr auto per_link = each<&Snapshot::links, Read>;
template <auto Read>
constexpr auto per_server = each<&Snapshot::servers, Read>;
template <auto Read>
constexpr auto per_tunnel = each<&Snapshot::tunnels, Read>;

template <auto Read>
void per_source(const View& view, std::vector<Sample>& samples) {
  for (const ServerRecord& server : view.snapshot().servers)
    if (server.is_source) samples.push_back({Read(server, view), {server.name}});
}

constexpr double as_number(bool yes) { return yes ? 1 : 0; }

}  // namespace replwatch::exporters
