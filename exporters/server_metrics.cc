#include "exporters/metric_emit.h"
#include "exporters/metric_lint.h"
#include "exporters/server_reading.h"

namespace replwatch::exporters {

namespace {

using Samples = std::vector<Sample>;

void server_info(const View& view, Samples& samples) {
  for (const ServerRecord& server : view.snapshot().servers)
    samples.push_back(
        {variables_of(server, view) ? 1 : kUnknown, {server.name, version_of(server), flavor_of(server)}});
}

double read_only(const ServerRecord& server, const View& view) {
  const auto* variables = variables_of(server, view);
  return variables ? as_number(variables->read_only) : kUnknown;
}

void server_threads(const View& view, Samples& samples) {
  for (const ServerRecord& server : view.snapshot().servers)
    for (std::size_t kind = 0; kind < mysql::kThreadKinds; ++kind) {
      const auto of_kind = static_cast<mysql::ThreadKind>(kind);
      samples.push_back(
          {threads_of_kind(server, view, of_kind), {server.name, std::string(mysql::code(of_kind))}});
    }
}

double dump_threads(const ServerRecord& server, const View& view) {
  return threads_of_kind(server, view, mysql::ThreadKind::dump);
}

double binlog_file(const ServerRecord& server, const View& view) {
  const auto* source = source_of(server, view);
  return source && source->position ? static_cast<double>(source->position->file) : kUnknown;
}

double binlog_position(const ServerRecord& server, const View& view) {
  const auto* source = source_of(server, view);
  return source && source->position ? static_cast<double>(source->position->offset) : kUnknown;
}

using enum MetricType;
constexpr Metric kRows[]{
    Metric{
        "replwatch_server_up",
        gauge,
        Unit::none,
        "server_up",
        "1 when the server answered the latest look, 0 when the look failed (probe_failures_total says why)",
        {"server"},
        per_server<server_up>},
    Metric{"replwatch_server_info",
           gauge,
           Unit::none,
           "server",
           "1 while the server answers; version and flavor are the last seen",
           {"server", "version", "flavor"},
           server_info},
    Metric{"replwatch_server_read_only",
           gauge,
           Unit::none,
           "read_only",
           "1 when read_only is on",
           {"server"},
           per_server<read_only>},
    Metric{"replwatch_server_threads",
           gauge,
           Unit::none,
           "threads",
           "Threads of the server by what they do for replication, without those of the agent",
           {"server", "kind"},
           server_threads},
    Metric{"replwatch_source_binlog_file_number",
           gauge,
           Unit::none,
           "binlog_file",
           "Number of the binary log file that the source writes",
           {"server"},
           per_source<binlog_file>},
    Metric{"replwatch_source_binlog_position_bytes",
           gauge,
           Unit::bytes,
           "binlog_position",
           "Where in that file the source's binary log ends",
           {"server"},
           per_source<binlog_position>},
    Metric{"replwatch_source_dump_threads",
           gauge,
           Unit::none,
           "dump_threads",
           "Threads of the source that send its binary log to a replica",
           {"server"},
           per_source<dump_threads>},
};
static_assert(well_named(kRows));

}  // namespace

std::span<const Metric> server_metrics() { return kRows; }

}  // namespace replwatch::exporters
