#include "exporters/status_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "exporters/answer_reading.h"
#include "exporters/drawn_hops.h"
#include "exporters/text_table.h"
#include "exporters/words.h"
#include "probes/text.h"

namespace replwatch::exporters {

namespace {

using nlohmann::json;

struct Row {
  std::string_view severity;
  int rank;
  const char* colour;
};
constexpr std::array<Row, 4> kRows{
    {{"critical", 0, "31;1"}, {"unknown", 1, "35"}, {"warning", 2, "33"}, {"ok", 3, "32"}}};

const Row& row_of(const json& link) {
  const std::string severity = text(link, "severity");
  for (const Row& row : kRows)
    if (row.severity == severity) return row;
  return kRows[1];
}

class Terminal {
 public:
  explicit Terminal(bool colour) : colour_(colour) {}

  std::string table(const std::vector<const json*>& links) const {
    std::vector<std::vector<Cell>> rows{{{"LINK", ""},
                                         {"SEVERITY", ""},
                                         {"CAUSE", ""},
                                         {"FOR", ""},
                                         {"STALENESS", ""},
                                         {"LAG", ""},
                                         {"BASIS", ""}}};
    for (const json* link : links)
      rows.push_back(
          {{text(*link, "name"), ""},
           {text(*link, "severity"), paint(row_of(*link).colour)},
           {text(*link, "cause"), paint(row_of(*link).colour)},
           {say_seconds(number(*link, "since_seconds")), ""},
           {say_seconds(number(*link, "staleness_seconds")), ""},
           {say_seconds(number(*link, "lag_seconds")), ""},
           {text(*link, "basis") + (member(*link, "maintenance") == true ? ", maintenance" : ""), ""}});
    return aligned(rows);
  }

  std::string details(const json& link) const {
    std::string said =
        "\n" + coloured(text(link, "name"), paint("1")) + "  " + drawn_hops(link, colour_) + "\n";
    said += "  " + text(link, "sentence") + "\n";
    if (row_of(link).severity != "ok") said += "  next: " + text(link, "next") + "\n";
    if (const std::string loss = text(member(link, "if_source_lost"), "sentence"); !loss.empty())
      said += "  if the source is lost now: " + loss + "\n";
    for (const json& one : list(member(link, "if_source_lost"), "weakened_by"))
      said += "    but " + text_of(one) + "\n";
    for (const json& finding : list(link, "findings"))
      if (member(finding, "accepted") != true)
        said += "  finding, " + text(finding, "severity") + ": " + text(finding, "finding") + ", " +
                text(finding, "text") + "\n";
    return said;
  }

 private:
  std::string paint(const char* colour) const { return colour_ ? colour : ""; }

  bool colour_;
};

// Of tunnels that no link of the answer names: a link tells those of its own tunnel.
std::string tunnel_findings(const json& answer) {
  std::string said;
  for (const json& tunnel : list(answer, "tunnels")) {
    const std::string name = text(tunnel, "name");
    const json& links = list(answer, "links");
    if (std::any_of(links.begin(), links.end(),
                    [&](const json& link) { return text(link, "tunnel") == name; }))
      continue;
    for (const json& finding : list(tunnel, "findings"))
      if (member(finding, "accepted") != true)
        said += "tunnel " + name + ", " + text(finding, "severity") + ": " + text(finding, "finding") + ", " +
                text(finding, "text") + "\n";
  }
  return said;
}

std::vector<const json*> links_of(const json& answer, const std::string& only) {
  std::vector<const json*> links;
  for (const json& link : list(answer, "links"))
    if (only.empty() || text(link, "name") == only) links.push_back(&link);
  const json& single = member(answer, "link");
  if (single.is_object() && (only.empty() || text(single, "name") == only)) links.push_back(&single);
  const auto key = [](const json* link) {
    const double since = number(*link, "since_seconds");
    return std::pair(row_of(*link).rank, std::isnan(since) ? 0 : -since);
  };
  std::stable_sort(links.begin(), links.end(),
                   [&key](const json* a, const json* b) { return key(a) < key(b); });
  return links;
}

}  // namespace

Result<std::string> status_text(std::string_view answer, const TextOptions& options) {
  const json parsed = json::parse(answer, nullptr, false);
  if (!member(parsed, "links").is_array() && !member(parsed, "link").is_object())
    return Failure{Reason::malformed, "the answer is not the status of a replwatch agent"};
  const std::vector<const json*> links = links_of(parsed, options.link);
  if (links.empty() && !options.link.empty())
    return Failure{Reason::missing, "the agent has no link " + one_line(options.link, 80)};
  const Terminal terminal(options.colour);
  const std::string summary = text(parsed, "summary");
  std::string said = summary.empty() || !options.link.empty() ? "" : summary + "\n\n";
  if (!links.empty()) said += terminal.table(links);
  for (const json* link : links)
    if (links.size() == 1 || row_of(*link).severity != "ok") said += terminal.details(*link);
  if (options.link.empty()) said += tunnel_findings(parsed);
  return said;
}

}  // namespace replwatch::exporters
