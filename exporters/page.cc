#include "exporters/page.h"

#include <algorithm>

#include "exporters/html.h"
#include "exporters/link_reading.h"
#include "exporters/probe_reading.h"
#include "exporters/server_reading.h"
#include "exporters/summary.h"
#include "exporters/tunnel_reading.h"
#include "exporters/words.h"
#include "probes/timestamp.h"

namespace replwatch::exporters {

namespace {

using Texts = std::vector<std::string>;

std::string table_row(std::string_view cell, const Texts& texts) {
  std::string cells;
  for (const std::string& text : texts) cells += element(cell, escaped(text));
  return element("tr", cells) + "\n";
}

std::string table(std::string_view caption, const Texts& columns, const std::string& rows) {
  if (rows.empty()) return "";
  std::string head;
  for (const std::string& column : columns) head += "<th scope=\"col\">" + escaped(column) + "</th>";
  return element("table", element("caption", caption) + element("thead", element("tr", head)) +
                              element("tbody", rows)) +
         "\n";
}

std::string yes_no(double yes, const std::string& if_yes, const std::string& if_no) {
  return yes == 1 ? if_yes : yes == 0 ? if_no : "not known";
}

std::string ago(std::optional<Instant> instant, const View& view) {
  return instant ? say_seconds(view.age(*instant)) + " ago" : "never";
}

template <class T>
std::string seen(const Sighting<T>& sighting, const View& view) {
  return ago(sighting.value ? std::optional(sighting.answered) : std::nullopt, view);
}

std::string servers(const View& view) {
  std::string rows;
  for (const ServerRecord& server : view.snapshot().servers)
    rows += table_row(
        "td", {server.name, server.address, yes_no(server_up(server, view), "answers", "does not answer"),
               flavor_of(server) + " " + version_of(server), seen(server.sight.variables, view)});
  return table("Servers", {"server", "address", "state", "version", "seen"}, rows);
}

std::string tunnels(const View& view) {
  std::string rows;
  for (const TunnelRecord& tunnel : view.snapshot().tunnels) {
    const double near = connections(tunnel, view, tunnel::Leg::near, "established");
    const double far = connections(tunnel, view, tunnel::Leg::far, "established");
    const std::string established =
        sockets_of(tunnel, view) ? decimal(near, 0) + " / " + decimal(far, 0) : "not known";
    rows += table_row(
        "td", {tunnel.name, yes_no(listening(tunnel, view), "listens", "does not listen"), established,
               yes_no(verification_configured(tunnel, view), "asked for", "not asked for"),
               seen(tunnel.state.sockets, view), seen(tunnel.state.log, view)});
  }
  return table("Tunnels",
               {"tunnel", "state", "connections, loopback / wan", "certificate", "sockets seen", "log read"},
               rows);
}

// A link tells those of its own tunnel.
std::string tunnel_findings(const View& view) {
  std::string html;
  for (const TunnelRecord& tunnel : view.snapshot().tunnels) {
    const auto& links = view.snapshot().links;
    if (std::ranges::find(links, tunnel.name, &LinkRecord::tunnel) == links.end())
      html += page_findings(tunnel);
  }
  return html;
}

std::string probes(const View& view, bool local) {
  std::string rows;
  for (const ProbeRecord& probe : view.snapshot().probes) {
    std::string failure;
    if (probe.failure) failure = code(probe.failure->reason);
    if (probe.failure && local) failure += ": " + probe.failure->text;
    rows += table_row("td", {probe.probe, probe.name, yes_no(probe_success(probe, view), "good", "failed"),
                             ago(probe.last_success, view), say_seconds(probe_duration_seconds(probe, view)),
                             say_seconds(seconds(probe.interval)), failure});
  }
  return table("Probes", {"probe", "of", "latest look", "last good look", "took", "every", "failure"}, rows);
}

std::string header(const Summary& summary, const View& view) {
  const Snapshot& snapshot = view.snapshot();
  std::string html = element("h1", element("span", link::code(summary.severity),
                                           "word " + std::string(link::code(summary.severity))) +
                                       " " + escaped(summary.sentence));
  html += element("p",
                  "As of " + timestamp_text(view.now().wall) + ", from what was seen " +
                      ago(snapshot.taken, view) + ". replwatch " + escaped(snapshot.version) +
                      ", running for " + say_seconds(seconds(view.now().wall - snapshot.started)) + ".",
                  "dim");
  if (!view.loop_goes_round())
    html += element("p", "The agent's own loop is stuck: nothing below is current.", "word critical");
  if (!snapshot.config_reload_ok)
    html +=
        element("p", "The configuration was refused when it was read last: " + escaped(snapshot.config_error),
                "word warning");
  return element("header", html) + "\n";
}

}  // namespace

std::string page(const View& view, bool local) {
  const Summary summary = summarise(view);
  std::string cards;
  for (const LinkRecord* link : worst_first(view)) cards += page_card(*link, view, local);
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta http-equiv=\"refresh\" content=\"5\">\n<link rel=\"icon\" href=\"data:,\">\n" +
         element("title", std::string(link::code(summary.severity)) + ": replwatch") + "\n" +
         element("style", kPageStyle) + "\n</head>\n<body>\n" + header(summary, view) +
         element("main",
                 cards + servers(view) + tunnels(view) + tunnel_findings(view) + probes(view, local)) +
         "\n<footer><p><a href=\"/metrics\">/metrics</a> <a "
         "href=\"/api/v1/status\">/api/v1/status</a></p></footer>\n"
         "</body>\n</html>\n";
}

}  // namespace replwatch::exporters
