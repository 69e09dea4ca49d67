#include "nagios/source_check.h"

#include <algorithm>

#include "nagios/wording.h"
#include "probes/link/cause.h"
#include "probes/link/evidence.h"
#include "probes/link/find.h"
#include "probes/mysql/grants.h"
#include "probes/text.h"

namespace replwatch::nagios {
namespace {

using link::Cause;
using mysql::Question;

// The agent's own causes, as far as a look at the source alone can tell them.
Cause cause_of(Reason reason) {
  switch (reason) {
    case Reason::refused:
      return Cause::source_down;
    case Reason::timed_out:
    case Reason::connection_lost:
    case Reason::statement_hung:
      return Cause::source_unresponsive;
    case Reason::unreachable:
    case Reason::unresolved:
      return Cause::source_unreachable;
    case Reason::crowded_out:
      return Cause::monitor_crowded_out;
    case Reason::login_refused:
    case Reason::access_denied:
      return Cause::monitor_denied;
    default:
      return Cause::blind;
  }
}

Check not_seen(const SourceSight& sight, Question question, const Failure& failure) {
  const link::CauseRow& row = link::row(cause_of(failure.reason));
  const std::string_view mends = look_remedy(failure.reason);
  const std::string grant = grant_remedy(sight.version, question, failure, sight.account);
  return {state_of(row.severity),
          sight.address + ": " + std::string(row.sentence) + " (" + in_words(failure) + ")" +
              (!grant.empty() ? grant : "; " + std::string(mends.empty() ? row.next : mends)),
          {},
          {}};
}

std::string log_words(const mysql::SourceStatus& status) {
  return one_line(status.log_file, 80) + ":" + std::to_string(status.position->offset);
}

std::string thread_words(const mysql::Thread& thread) {
  return "dump thread " + std::to_string(thread.id) + ": " + one_line(thread.user, 40) + " from " +
         one_line(thread.host, 80) + ", " + one_line(thread.state, 100);
}

std::string grant_words(const SourceSight& sight) {
  return sight.version ? mysql::grant_line(*sight.version, sight.account) : "GRANT PROCESS";
}

Check check_replicas(const SourceSight& sight, const SourceThresholds& thresholds, unsigned verbosity) {
  const auto& looked = sight.source.threads;
  if (!looked.good()) {
    return looked.failure ? not_seen(sight, Question::process_list, *looked.failure)
                          : Check{State::unknown, sight.address + ": the threads were not asked for", {}, {}};
  }
  const auto dumps = dump_threads(*looked.value);
  const std::size_t missing = thresholds.replicas - std::min<std::size_t>(dumps.size(), thresholds.replicas);
  const std::string count =
      std::to_string(dumps.size()) + " of " + std::to_string(thresholds.replicas) + " replicas connected";
  Check check;
  if (missing > 0 && sight.sees_all_threads != true) {
    check = {State::unknown,
             "replicas cannot be counted: this account may not see the threads of others (PROCESS); on that "
             "server: " +
                 grant_words(sight),
             {},
             {}};
  } else {
    check.state = judge(static_cast<double>(missing), thresholds.warning, thresholds.critical);
    check.text = count + (check.state == State::ok
                              ? "; delivery not verified, a dump thread outlives its tunnel by a minute"
                              : "; on the replica: SHOW REPLICA STATUS, and the tunnel between them");
  }
  if (verbosity > 0) {
    for (const mysql::Thread* each : dumps) check.details.push_back(thread_words(*each));
  }
  return check;
}

void add_findings(const SourceSight& sight, Check& check) {
  link::Evidence evidence;
  evidence.now = sight.now;
  evidence.limits.source_interval = std::chrono::hours(24);  // all of it was seen in this one run
  evidence.source = sight.source;
  for (const link::Finding& each : link::find(evidence)) {
    const std::string text = each.text + "; " + each.remedy;
    if (each.severity == link::FindingSeverity::info) {
      check.details.push_back("note: " + text);
    } else {
      const bool critical = each.severity == link::FindingSeverity::critical;
      check.parts.push_back({critical ? State::critical : State::warning, text, {}, {}});
    }
  }
}

Check check_server(const SourceSight& sight, const SourceThresholds& thresholds, unsigned verbosity) {
  const auto& variables = sight.source.variables;
  if (variables.failure) return not_seen(sight, Question::variables, *variables.failure);
  const auto& status = sight.source.source;
  if (status.failure) return not_seen(sight, Question::source_position, *status.failure);
  if (!variables.value || !status.value) {
    return {State::unknown, sight.address + ": the source was not asked", {}, {}};
  }
  if (!status.value->position) {
    return {State::critical,
            sight.address +
                ": the server writes no binary log: nothing can be replicated from it; log_bin is "
                "needed in its my.cnf",
            {},
            {}};
  }
  Check check = check_replicas(sight, thresholds, verbosity);
  check.text = sight.address + ": the source answers, log at " + log_words(*status.value) + ", " + check.text;
  add_findings(sight, check);
  return check;
}

// The worst part is what the first line is about.
void raise_worst_part(Check& check) {
  const auto worst = std::ranges::find_if(check.parts, [&](const Check& part) {
    return part.state != check.state && worse(part.state, check.state) == part.state;
  });
  if (worst == check.parts.end()) return;
  check.text += "; " + worst->text;
  check.state = worst->state;
  check.parts.erase(worst);
}

std::vector<PerfValue> perf(const SourceSight& sight, const SourceThresholds& thresholds) {
  auto values = unknown_values(kSourcePerf, thresholds.warning.text, thresholds.critical.text);
  const auto set = [&](std::string_view label, double value) {
    std::ranges::find(values, label, [](const PerfValue& one) { return one.row->label; })->value = value;
  };
  set("time", seconds(sight.took));
  const auto& status = sight.source.source;
  if (status.good() && status.value->position) {
    set("log_file", static_cast<double>(status.value->position->file));
    set("log_position", static_cast<double>(status.value->position->offset));
  }
  const auto& threads = sight.source.threads;
  if (!threads.good()) return values;
  const std::size_t dumps = dump_threads(*threads.value).size();
  const std::size_t missing = thresholds.replicas - std::min<std::size_t>(dumps, thresholds.replicas);
  if (missing > 0 && sight.sees_all_threads != true) return values;
  set("dump_threads", static_cast<double>(dumps));
  set("missing", static_cast<double>(missing));
  return values;
}

}  // namespace

Outcome judge_source(const SourceSight& sight, const SourceThresholds& thresholds, unsigned verbosity) {
  Outcome outcome;
  outcome.check = check_server(sight, thresholds, verbosity);
  raise_worst_part(outcome.check);
  outcome.perf = perf(sight, thresholds);
  add_trace(sight.trace, verbosity, outcome);
  return outcome;
}

}  // namespace replwatch::nagios
