#include "exporters/server_reading.h"

#include <algorithm>

namespace replwatch::exporters {

const mysql::Variables* variables_of(const ServerRecord& server, const View& view) {
  return view.fresh(server.sight.variables, "variables", server.name);
}

const mysql::SourceStatus* source_of(const ServerRecord& server, const View& view) {
  return view.fresh(server.sight.source, "source", server.name);
}

const std::vector<mysql::Thread>* threads_of(const ServerRecord& server, const View& view) {
  return view.fresh(server.sight.threads, "process_list", server.name);
}

double server_up(const ServerRecord& server, const View& view) {
  const auto& look = server.sight.variables;
  if (variables_of(server, view)) return 1;
  const Instant ended = look.attempted + look.took;
  const bool failed_lately =
      look.failure && view.now().instant - ended <= view.life("variables", server.name) + link::kLongestPause;
  return failed_lately ? 0 : kUnknown;
}

double threads_of_kind(const ServerRecord& server, const View& view, mysql::ThreadKind kind) {
  const auto* threads = threads_of(server, view);
  if (!threads) return kUnknown;
  return static_cast<double>(std::count_if(threads->begin(), threads->end(),
                                           [kind](const auto& thread) { return thread.kind == kind; }));
}

std::string version_of(const ServerRecord& server) {
  if (!server.sight.variables.value) return "";
  const mysql::Version& version = server.sight.variables.value->version;
  return std::to_string(version.major) + "." + std::to_string(version.minor) + "." +
         std::to_string(version.patch);
}

std::string flavor_of(const ServerRecord& server) {
  if (!server.sight.variables.value) return "";
  return std::string(mysql::code(server.sight.variables.value->version.flavor));
}

}  // namespace replwatch::exporters
