#include <array>

#include "exporters/html.h"
#include "exporters/link_reading.h"
#include "exporters/loss_reading.h"
#include "exporters/page.h"
#include "exporters/words.h"

namespace replwatch::exporters {

namespace {

// A shape and a word beside the colour.
std::string hop_item(link::Hop hop, link::HopState state) {
  constexpr std::array<std::string_view, 4> kShapes{"&#10003;", "&#10007;", "!", "?"};
  return element("li",
                 std::string(link::code(hop)) + " <b><span aria-hidden=\"true\">" +
                     std::string(kShapes[static_cast<std::size_t>(state)]) + "</span> " +
                     std::string(link::code(state)) + "</b>",
                 "hop " + std::string(link::code(state)));
}

std::string hops(const LinkRecord& link, const link::Verdict& verdict) {
  std::string items;
  for (const link::Hop hop : link::kHops) {
    const bool of_tunnel = hop == link::Hop::tunnel_server || hop == link::Hop::tunnel_client;
    if (of_tunnel && link.tunnel.empty()) continue;
    items += hop_item(hop, verdict.hops[static_cast<std::size_t>(hop)]);
  }
  return element("ol", items, "hops");
}

std::string term(std::string_view name, std::string_view value) {
  return "<div>" + element("dt", name) + element("dd", escaped(value)) + "</div>";
}

std::string numbers(const LinkRecord& link, const View& view) {
  const auto* row = channel_of(link, view).row;
  const double reported = row && row->reported_lag ? static_cast<double>(*row->reported_lag) : kUnknown;
  const bool judged = link.evidence.now != Instant{};
  return element("dl",
                 term("staleness, at most", say_seconds(staleness_seconds(link, view))) +
                     term("lag, at least", say_seconds(lag_seconds(link, view))) +
                     term("exposure", say_seconds(exposure_seconds(link, view))) +
                     term("not received", say_bytes(unreceived_bytes(link, view))) +
                     term("not applied", say_bytes(unapplied_bytes(link, view))) +
                     term("lag by the replica's word", say_seconds(reported)) +
                     term("rests on", link::code(verdict_of(link, view).basis)) +
                     term("judged", judged ? say_seconds(view.age(link.evidence.now)) + " ago" : "never"));
}

std::string titled_list(std::string_view title, const std::string& items) {
  return items.empty() ? "" : element("h3", title) + element("ul", items);
}

std::string evidence(const link::Verdict& verdict, const View& view, bool local) {
  std::string items;
  for (const link::EvidenceLine& line : verdict.evidence) {
    std::string item =
        escaped(line.text) + " " + element("span", say_seconds(view.age(line.seen)) + " ago", "dim");
    if (local && !line.local_text.empty()) item += "<br>" + element("code", escaped(line.local_text));
    items += element("li", item);
  }
  return titled_list("Evidence", items);
}

std::string findings(const std::vector<link::Finding>& found, std::string_view title) {
  std::string items;
  for (const link::Finding& finding : found) {
    const std::string standing =
        finding.accepted ? "accepted: " + finding.accept_reason : std::string(link::code(finding.severity));
    items += element("li", element("code", escaped(link::code(finding.code))) + " (" + escaped(standing) +
                               "): " + escaped(finding.text) + ". " + escaped(finding.remedy));
  }
  return titled_list(title, items);
}

// Verbatim words of the replica about its own errors.
std::string errors(const LinkRecord& link, const View& view) {
  const auto* row = channel_of(link, view).row;
  std::string items;
  if (row && !row->last_io_error_text.empty())
    items += element("li", "IO thread: " + element("code", escaped(row->last_io_error_text)));
  if (row && !row->last_sql_error_text.empty())
    items += element("li", "SQL thread: " + element("code", escaped(row->last_sql_error_text)));
  return titled_list("Errors of the replica", items);
}

std::string loss(const LinkRecord& link, const View& view) {
  const LossReading loss = loss_of(link, view);
  std::string items = element("li", escaped(loss.sentence));
  for (const std::string& weakness : loss.weakened_by) items += element("li", "but " + escaped(weakness));
  return titled_list("If the source is lost now", items);
}

std::string next_step(const link::Verdict& verdict) {
  const std::string_view next = verdict.next.empty() ? link::row(verdict.cause).next : verdict.next;
  return element("h3", "What to check next") + element("p", escaped(next));
}

}  // namespace

std::string page_card(const LinkRecord& link, const View& view, bool local) {
  const link::Verdict& verdict = verdict_of(link, view);
  const std::string severity(link::code(verdict.severity));
  const std::string_view sentence =
      verdict.sentence.empty() ? link::row(verdict.cause).sentence : verdict.sentence;
  std::string card = element("h2", escaped(link.name) + " " + element("span", severity, "word " + severity));
  card += element("p", element("code", escaped(link::code(verdict.cause))) + " for " +
                           escaped(say_seconds(view.age(cause_since(link, view)))) +
                           (link.maintenance ? ", under maintenance" : ""));
  card += element("p", escaped(sentence));
  card += element("p", escaped(link.source) + " to replica (SLAVE) " + escaped(link.replica), "dim");
  card += hops(link, verdict) + numbers(link, view);
  if (verdict.severity != link::Severity::ok) card += next_step(verdict);
  card += loss(link, view);
  card += evidence(verdict, view, local);
  if (local) card += errors(link, view);
  return element("article", card + findings(link.findings, "Findings"), severity) + "\n";
}

std::string page_findings(const TunnelRecord& tunnel) {
  return findings(tunnel.findings, "Findings on the tunnel " + escaped(tunnel.name));
}

}  // namespace replwatch::exporters
