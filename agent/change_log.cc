#include "agent/change_log.h"

#include <algorithm>

#include "probes/text.h"

namespace replwatch::agent {
namespace {

using exporters::LinkRecord;
using exporters::ProbeRecord;
using exporters::Snapshot;

Level level_of(link::Severity severity) {
  switch (severity) {
    case link::Severity::ok:
      return Level::notice;
    case link::Severity::warning:
    case link::Severity::unknown:
      return Level::warning;
    case link::Severity::critical:
      return Level::error;
  }
  return Level::warning;
}

const ProbeRecord* same_probe(const Snapshot& snapshot, const ProbeRecord& wanted) {
  const auto found = std::ranges::find_if(snapshot.probes, [&](const ProbeRecord& each) {
    return each.probe == wanted.probe && each.name == wanted.name;
  });
  return found == snapshot.probes.end() ? nullptr : &*found;
}

void add_probe(std::vector<LogLine>& lines, const ProbeRecord* before, const ProbeRecord& after) {
  if (!after.looked) return;
  const bool was_failing = before != nullptr && before->failure.has_value();
  const std::string what = "probe " + after.probe + " of " + after.name;
  if (after.failure && (!was_failing || before->failure->reason != after.failure->reason)) {
    lines.push_back({Level::warning, what + " fails: " + std::string(code(after.failure->reason)) + ": " +
                                         one_line(after.failure->text, 300)});
  } else if (!after.failure && was_failing) {
    lines.push_back({Level::notice, what + " works again"});
  }
}

void add_link(std::vector<LogLine>& lines, const LinkRecord* before, const LinkRecord& after) {
  if (before != nullptr && before->verdict.cause == after.verdict.cause &&
      before->verdict.severity == after.verdict.severity) {
    return;
  }
  std::string text = "link " + after.name + ": " + std::string(code(after.verdict.cause)) + " (" +
                     std::string(code(after.verdict.severity)) + ")";
  if (before != nullptr) text += ", was " + std::string(code(before->verdict.cause));
  lines.push_back({level_of(after.verdict.severity), text + ": " + one_line(after.verdict.sentence, 300)});
}

}  // namespace

std::vector<LogLine> changes_between(const Snapshot& before, const Snapshot& after) {
  std::vector<LogLine> lines;
  for (const ProbeRecord& each : after.probes) add_probe(lines, same_probe(before, each), each);
  for (const LinkRecord& each : after.links) {
    const auto found = std::ranges::find(before.links, each.name, &LinkRecord::name);
    add_link(lines, found == before.links.end() ? nullptr : &*found, each);
  }
  return lines;
}

}  // namespace replwatch::agent
