#include "probes/link/diagnose.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "probes/link/describe.h"
#include "probes/link/rules.h"
#include "probes/link/signs.h"

namespace replwatch::link {
namespace {

// The cause of the first rule that holds, and the causes of all others that hold.
struct Found {
  const Rule* first = nullptr;
  std::vector<Cause> others;
};

Found apply_rules(const Evidence& evidence) {
  Found found;
  for (const auto rules : {monitor_rules(), path_rules(), thread_rules()}) {
    for (const Rule& rule : rules) {
      if (!rule.holds(evidence)) continue;
      if (found.first == nullptr) {
        found.first = &rule;
        // What the agent cannot see at the replica it cannot judge behind it.
        if (rules.data() == monitor_rules().data()) return found;
      } else if (rule.cause == Cause::connecting) {
        continue;  // it says that nothing names the hop
      } else if (rule.cause != found.first->cause &&
                 std::ranges::find(found.others, rule.cause) == found.others.end()) {
        found.others.push_back(rule.cause);
      }
    }
  }
  return found;
}

Severity severity_of(Cause cause, const Evidence& evidence) {
  if (cause != Cause::lagging) return row(cause).severity;
  return measured_age(evidence) > seconds(evidence.limits.staleness_critical) ? Severity::critical
                                                                              : Severity::warning;
}

HopState thread_state(const Evidence& evidence, bool sql) {
  const mysql::ReplicaStatus* status = evidence.status();
  if (status == nullptr) return HopState::unknown;
  if (sql) return status->sql_running ? HopState::ok : HopState::broken;
  switch (status->io) {
    case mysql::IoState::running:
      return HopState::ok;
    case mysql::IoState::connecting:
      return HopState::suspect;
    case mysql::IoState::stopped:
      return HopState::broken;
  }
  return HopState::unknown;
}

Hops hops_of(const Evidence& evidence, const Rule* rule) {
  // What comes through proves the whole way up to where it is seen; what came before a hop broke proves
  // nothing now.
  const bool way_is_broken = rule != nullptr && rule->hop && *rule->hop < Hop::io_thread;
  const bool source_heard = evidence.source_answers();
  const bool way_open =
      !way_is_broken && ((source_heard && evidence.source_via_tunnel) || receives(evidence));
  // Of a fault whose hop is not named, each hop that nothing comes through may be the one: a frozen stunnel
  // listens too.
  const bool unnamed = rule != nullptr && !rule->hop && row(rule->cause).severity == Severity::critical;
  const HopState way = way_open ? HopState::ok : unnamed ? HopState::suspect : HopState::unknown;
  const bool source_lives = way_open || (source_heard && !evidence.source_via_tunnel);
  const bool client_lives = way_open || (!unnamed && tunnel_client_listens(evidence));
  Hops hops{source_lives ? HopState::ok : way,
            way,
            way,
            client_lives ? HopState::ok : way,
            thread_state(evidence, false),
            thread_state(evidence, true)};
  if (rule != nullptr && rule->hop) hops[static_cast<std::size_t>(*rule->hop)] = HopState::broken;
  return hops;
}

Basis basis_of(const Evidence& evidence, Cause cause) {
  if (row(cause).severity == Severity::unknown) return Basis::none;
  // That all is well is said on both ends' word only where the age of the data is measured.
  const bool measured = evidence.source_is_sampled() && !std::isnan(evidence.freshness.staleness);
  if (cause == Cause::ok) return measured ? Basis::both_ends : Basis::replica_only;
  return evidence.source_answers() ? Basis::both_ends : Basis::replica_only;
}

std::string sentence_of(const CauseRow& cause, const Rule* rule, const Evidence& evidence, Basis basis) {
  const std::string more = rule == nullptr ? std::string() : rule->particulars(evidence);
  std::string sentence = std::string(cause.sentence) + (more.empty() ? "" : ": " + more);
  if (cause.cause == Cause::ok && basis == Basis::replica_only) {
    return "nothing speaks against it on the replica's evidence alone; delivery not verified";
  }
  return sentence;
}

}  // namespace

Verdict diagnose(const Evidence& evidence) {
  const Found found = apply_rules(evidence);
  Verdict verdict;
  verdict.cause = found.first == nullptr ? Cause::ok : found.first->cause;
  verdict.severity = severity_of(verdict.cause, evidence);
  verdict.hops = hops_of(evidence, found.first);
  const auto broken = std::ranges::find(verdict.hops, HopState::broken);
  if (found.first != nullptr && found.first->hop) {
    verdict.broken_hop = found.first->hop;
  } else if (broken != verdict.hops.end()) {
    verdict.broken_hop = kHops[static_cast<std::size_t>(broken - verdict.hops.begin())];
  }
  verdict.basis = basis_of(evidence, verdict.cause);
  const CauseRow& cause = row(verdict.cause);
  verdict.sentence = sentence_of(cause, found.first, evidence, verdict.basis);
  verdict.next = next_step(cause, evidence);
  verdict.evidence = describe(evidence);
  verdict.ruled_out = rule_out(evidence, verdict.cause);
  verdict.alternatives = found.others;
  return verdict;
}

}  // namespace replwatch::link
