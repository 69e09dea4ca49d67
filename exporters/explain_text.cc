#include "exporters/explain_text.h"

#include <cmath>

#include "exporters/answer_reading.h"
#include "exporters/drawn_hops.h"
#include "exporters/text_table.h"
#include "exporters/words.h"

namespace replwatch::exporters {

namespace {

using nlohmann::json;

std::string line(const std::string& text) { return text.empty() ? "" : "  " + text + "\n"; }

std::string part(const std::string& title, const std::string& lines) {
  return lines.empty() ? "" : "\n" + title + "\n" + lines;
}

std::string opening(const json& link, bool colour) {
  std::string said = coloured(text(link, "name"), colour ? "1" : "") + ": " + text(link, "source") +
                     " to replica (SLAVE) " + text(link, "replica");
  if (const std::string channel = text(link, "channel"); !channel.empty()) said += ", channel " + channel;
  if (const std::string tunnel = text(link, "tunnel"); !tunnel.empty()) said += ", through tunnel " + tunnel;
  const std::string severity = text(link, "severity"), cause = text(link, "cause");
  said += "\n\n" + (cause == severity ? cause : severity + ": " + cause) + " since " + text(link, "since") +
          ", for " + say_seconds(number(link, "since_seconds"));
  if (member(link, "maintenance") == true) said += "; under maintenance";
  return said + "\n" + line(text(link, "sentence")) + line(drawn_hops(link, colour));
}

std::string basis(const json& link) {
  const std::string basis = text(link, "basis");
  if (basis == "both_ends") return "what both ends say";
  if (basis == "replica_only") return "the replica's word alone: delivery is not verified";
  return "nothing that is fresh enough to judge by";
}

std::string evidence(const json& link) {
  std::string lines = line("the verdict rests on " + basis(link));
  for (const json& seen : list(link, "evidence")) {
    lines += line(text(seen, "text") + " (" + say_seconds(number(seen, "age_seconds")) + " ago)");
    if (const std::string verbatim = text(seen, "local_text"); !verbatim.empty()) {
      lines += line("  in its own words: " + verbatim);
    }
  }
  return lines;
}

std::string each_of(const json& texts) {
  std::string lines;
  for (const json& one : texts) lines += line(text_of(one));
  return lines;
}

std::string ages(const json& link) {
  const json& channel = member(link, "channel_status");
  std::string lines = line("at most  " + say_seconds(number(link, "staleness_seconds")) + " (staleness)");
  lines += line("at least " + say_seconds(number(link, "lag_seconds")) + " (lag)");
  if (const double reported = number(channel, "reported_lag_seconds"); !std::isnan(reported)) {
    lines += line("the replica itself says " + say_seconds(reported) + ", which proves nothing");
  }
  if (const std::string why = text(link, "why_unknown"); !why.empty()) lines += line("not known: " + why);
  return lines;
}

std::string loss(const json& link) {
  const json& loss = member(link, "if_source_lost");
  std::string lines = line(text(loss, "sentence"));
  for (const json& one : list(loss, "weakened_by")) lines += line("but " + text_of(one));
  return lines;
}

std::string findings(const json& link) {
  std::string lines;
  for (const json& finding : list(link, "findings")) {
    const bool accepted = member(finding, "accepted") == true;
    lines +=
        line((accepted ? "accepted (" + text(finding, "accept_reason") + ")" : text(finding, "severity")) +
             ": " + text(finding, "finding") + ", " + text(finding, "text"));
    if (!accepted) lines += line("  mend it: " + text(finding, "remedy"));
  }
  return lines;
}

std::string sampling(const json& link) {
  const json& sampling = member(link, "sampling");
  if (!sampling.is_object()) return line("it is not asked by this agent, or has not answered yet");
  return line(text(sampling, "statement")) + line(text(sampling, "why"));
}

}  // namespace

Result<std::string> explain_text(std::string_view answer, bool colour) {
  const json parsed = json::parse(answer, nullptr, false);
  const json& link = member(parsed, "link");
  if (!link.is_object()) return Failure{Reason::malformed, "the answer is not a link of a replwatch agent"};
  std::string said = opening(link, colour);
  said += part("What was seen", evidence(link));
  said += part("What was ruled out", each_of(list(link, "ruled_out")));
  said += part("What else it could be", each_of(list(link, "alternatives")));
  said += part("What to check next", line(text(link, "next")));
  said += part("How old the data on the replica is", ages(link));
  said += part("If the source is lost now", loss(link));
  said += part("What else was found", findings(link));
  said += part("How the source is asked", sampling(link));
  return said;
}

}  // namespace replwatch::exporters
