#include "exporters/json_parts.h"
#include "exporters/server_reading.h"

namespace replwatch::exporters {

namespace {

Json threads_object(const ServerRecord& server, const View& view) {
  if (!threads_of(server, view)) return nullptr;
  Json object{{"age_seconds", known_age(server.sight.threads, view)}};
  for (std::size_t at = 0; at < mysql::kThreadKinds; ++at) {
    const auto kind = static_cast<mysql::ThreadKind>(at);
    object[std::string(mysql::code(kind))] = static_cast<std::uint64_t>(threads_of_kind(server, view, kind));
  }
  return object;
}

Json binlog_object(const ServerRecord& server, const View& view) {
  const auto* source = source_of(server, view);
  if (!source || !source->position) return nullptr;
  return {{"age_seconds", known_age(server.sight.source, view)},
          {"file_number", source->position->file},
          {"position_bytes", source->position->offset}};
}

}  // namespace

Json server_object(const ServerRecord& server, const View& view, bool local) {
  const auto* variables = variables_of(server, view);
  return {{"name", server.name},
          {"address", text_or_null(server.address)},
          {"is_source", server.is_source},
          {"is_replica", server.is_replica},
          {"up", yes_or_null(server_up(server, view))},
          {"age_seconds", known_age(server.sight.variables, view)},
          {"version", text_or_null(version_of(server))},
          {"flavor", text_or_null(flavor_of(server))},
          {"read_only", variables ? Json(variables->read_only) : Json(nullptr)},
          {"failure", failure_object(server.sight.variables.failure, local)},
          {"threads", threads_object(server, view)},
          {"binlog", binlog_object(server, view)}};
}

}  // namespace replwatch::exporters
