#include "exporters/status_json.h"

#include <algorithm>

#include "exporters/json_parts.h"
#include "exporters/summary.h"
#include "probes/text.h"
#include "probes/timestamp.h"

namespace replwatch::exporters {

namespace {

Json opening(const View& view) {
  return {{"generated_at", timestamp_text(view.now().wall)},
          {"age_seconds", age_or_null(view.snapshot().taken, view)},
          {"version", view.snapshot().version}};
}

template <class Records, class Make>
Json list_of(const Records& records, Make make, const View& view, bool local) {
  Json list = Json::array();
  for (const auto& record : records) list.push_back(make(record, view, local));
  return list;
}

// Invalid UTF-8 in a configured name must not throw.
std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string status_json(const View& view, bool local) {
  const Snapshot& snapshot = view.snapshot();
  const Summary summary = summarise(view);
  Json answer = opening(view);
  answer["uptime_seconds"] = number_or_null(seconds(view.now().wall - snapshot.started));
  answer["config"] = {{"reload_ok", snapshot.config_reload_ok},
                      {"error", text_or_null(snapshot.config_error)}};
  answer["severity"] = link::code(summary.severity);
  answer["summary"] = summary.sentence;
  answer["links"] = list_of(snapshot.links, link_object, view, local);
  answer["servers"] = list_of(snapshot.servers, server_object, view, local);
  answer["tunnels"] = list_of(snapshot.tunnels, tunnel_object, view, local);
  answer["probes"] = list_of(snapshot.probes, probe_object, view, local);
  return text_of(answer);
}

std::optional<std::string> link_json(const View& view, std::string_view name, bool local) {
  const auto& links = view.snapshot().links;
  const auto found =
      std::find_if(links.begin(), links.end(), [name](const auto& link) { return link.name == name; });
  if (found == links.end()) return std::nullopt;
  Json answer = opening(view);
  answer["link"] = link_object(*found, view, local);
  return text_of(answer);
}

}  // namespace replwatch::exporters
