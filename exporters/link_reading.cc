#include "exporters/link_reading.h"

#include <algorithm>
#include <cmath>

namespace replwatch::exporters {

namespace {

Duration life(const LinkRecord& link) {
  const link::Limits& limits = link.evidence.limits;
  return limits.evidence_life(limits.replica_interval);
}

bool judged(const LinkRecord& link) { return link.evidence.now != Instant{}; }

bool verdict_lives(const LinkRecord& link, const View& view) {
  return view.now().instant - link.evidence.now <= life(link);
}

link::Verdict blind_verdict() {
  link::Verdict verdict;
  verdict.cause = link::Cause::blind;
  verdict.severity = link::Severity::unknown;
  verdict.sentence = "The agent has not judged this link for too long: its own loop may be stuck";
  verdict.next = "Look at the agent: systemctl status replwatch; journalctl -u replwatch";
  return verdict;
}

double while_judged(double number, const LinkRecord& link, const View& view) {
  return judged(link) && verdict_lives(link, view) ? number : kUnknown;
}

int rank(link::Severity severity) {
  switch (severity) {
    case link::Severity::critical:
      return 0;
    case link::Severity::unknown:
      return 1;
    case link::Severity::warning:
      return 2;
    case link::Severity::ok:
      break;
  }
  return 3;
}

}  // namespace

const link::Verdict& verdict_of(const LinkRecord& link, const View& view) {
  static const link::Verdict kBlind = blind_verdict();
  return judged(link) && !verdict_lives(link, view) ? kBlind : link.verdict;
}

Instant cause_since(const LinkRecord& link, const View& view) {
  const bool lapsed = &verdict_of(link, view) != &link.verdict;
  return lapsed && link.verdict.cause != link::Cause::blind ? link.evidence.now + life(link)
                                                            : link.cause_since;
}

double staleness_seconds(const LinkRecord& link, const View& view) {
  return link.fresh_at ? view.age(*link.fresh_at) : kUnknown;
}

double lag_seconds(const LinkRecord& link, const View& view) {
  return while_judged(link.evidence.freshness.lag, link, view);
}

double exposure_seconds(const LinkRecord& link, const View& view) {
  const link::Freshness& judged_then = link.evidence.freshness;
  const bool frozen = judged_then.exposure < judged_then.staleness - 0.001;  // the source is proven dead
  if (frozen) return while_judged(judged_then.exposure, link, view);
  return std::isnan(judged_then.exposure) ? kUnknown : staleness_seconds(link, view);
}

double unreceived_bytes(const LinkRecord& link, const View& view) {
  return while_judged(link.evidence.freshness.unreceived, link, view);
}

double unapplied_bytes(const LinkRecord& link, const View& view) {
  return while_judged(link.evidence.freshness.unapplied, link, view);
}

link::FindingSeverity counted(const std::vector<link::Finding>& findings, link::FindingCode code) {
  auto worst = link::FindingSeverity::none;
  for (const link::Finding& finding : findings)
    if (finding.code == code && !finding.accepted) worst = std::max(worst, finding.severity);
  return worst;
}

ChannelReading channel_of(const LinkRecord& link, const View& view) {
  const auto* rows = link.evidence.replica.replica.fresh(view.now().instant, life(link));
  if (!rows) return {};
  for (const mysql::ReplicaStatus& row : *rows)
    if (row.channel == link.channel) return {true, &row};
  return {true, nullptr};
}

std::vector<const LinkRecord*> worst_first(const View& view) {
  std::vector<const LinkRecord*> links;
  for (const LinkRecord& link : view.snapshot().links) links.push_back(&link);
  std::sort(links.begin(), links.end(), [&](const LinkRecord* a, const LinkRecord* b) {
    const auto key = [&](const LinkRecord* link) {
      return std::tuple(rank(verdict_of(*link, view).severity), cause_since(*link, view),
                        std::string_view(link->name));
    };
    return key(a) < key(b);
  });
  return links;
}

}  // namespace replwatch::exporters
