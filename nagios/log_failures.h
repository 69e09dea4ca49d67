// Which events of an stunnel log are failures, how they are called, and what to look at next: one row each.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "nagios/perfdata.h"
#include "probes/tunnel/log_event.h"
#include "probes/tunnel/log_summary.h"

namespace replwatch::nagios {

struct FailureRow {
  tunnel::EventKind kind;
  std::string_view one, many;  // "certificate refused", "certificates refused"
  std::string_view remedy;
};
// The worst for a replication link first.
std::span<const FailureRow> failure_rows();

bool is_failure(tunnel::EventKind kind);
std::uint64_t count_of(const tunnel::LogSummary& counts, tunnel::EventKind kind);
// Counts by reason, where the event has reasons; nullptr otherwise.
const tunnel::LogSummary::Counts* reasons_of(const tunnel::LogSummary& counts, tunnel::EventKind kind);

}  // namespace replwatch::nagios
