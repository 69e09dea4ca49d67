#include "nagios/log_check.h"

#include <algorithm>

#include "nagios/log_failures.h"
#include "nagios/wording.h"
#include "probes/text.h"

namespace replwatch::nagios {
namespace {

constexpr std::size_t kShownFailures = 3, kShownInDetail = 20;

std::string readable(std::string_view reason) {
  std::string words(reason);
  std::ranges::replace(words, '_', ' ');
  return words;
}

// "2 certificates refused (1 expired, 1 revoked)"; "" when there is none.
std::string told(const FailureRow& row, const tunnel::LogSummary& counts) {
  const std::uint64_t count = count_of(counts, row.kind);
  if (count == 0) return "";
  std::string text = std::to_string(count) + " " + std::string(count == 1 ? row.one : row.many);
  const auto* const reasons = reasons_of(counts, row.kind);
  if (reasons == nullptr) return text;
  std::string list;
  for (const auto& [reason, number] : *reasons) {
    list += (list.empty() ? "" : ", ") + std::to_string(number) + " " + readable(reason);
  }
  return text + " (" + list + ")";
}

std::string place(const LogSight& sight) {
  const std::string service = sight.service.empty() ? "" : ", service [" + one_line(sight.service, 60) + "]";
  return one_line(sight.path, 300) + service;
}

std::vector<PerfValue> log_perf(const LogSight& sight, const LogThresholds& thresholds) {
  auto perf = unknown_values(kLogPerf, thresholds.warning.text, thresholds.critical.text);
  const auto set = [&](std::string_view label, double value) {
    std::ranges::find(perf, label, [](const PerfValue& one) { return one.row->label; })->value = value;
  };
  set("time", seconds(sight.took));
  if (sight.unreadable || sight.span == LogSpan::from_now_on) return perf;
  std::uint64_t failures = 0;
  for (const FailureRow& row : failure_rows()) {
    const std::uint64_t count = count_of(sight.counts, row.kind);
    failures += count;
    set(tunnel::code(row.kind), static_cast<double>(count));
  }
  set("failures", static_cast<double>(failures));
  set("accepted", static_cast<double>(sight.counts.accepted));
  const auto host = sight.counts.verify_ok.find(0);
  set("verify_ok", host == sight.counts.verify_ok.end() ? 0 : static_cast<double>(host->second));
  set("lines", static_cast<double>(sight.counts.lines));
  set("unrecognised_lines", static_cast<double>(sight.counts.unrecognised_lines));
  return perf;
}

Check unreadable_check(const LogSight& sight) {
  const Failure& why = *sight.unreadable;
  std::string text = "the log cannot be read: " + in_words(why);
  const bool denied = !sight.path.empty() && why.reason == Reason::unreadable;
  if (denied) text += "; as root: setfacl -m u:nagios:r " + one_line(sight.path, 300);
  return {State::unknown, text, {}, {}};
}

std::string failures_text(const LogSight& sight) {
  std::string list, remedy;
  for (const FailureRow& row : failure_rows()) {
    const std::string one = told(row, sight.counts);
    if (one.empty()) continue;
    list += (list.empty() ? "" : ", ") + one;
    if (remedy.empty()) remedy = row.remedy;
  }
  const std::string span = sight.span == LogSpan::whole ? " in all of " : " since the last run in ";
  const std::string where = span + place(sight);
  return list.empty() ? "no failures" + where : list + where + "; " + remedy;
}

std::string failure_line(const tunnel::Event& event) {
  const std::string stamp = event.stamp.empty() ? "" : event.stamp + " ";
  const std::string subject = event.subject.empty() ? "" : " " + one_line(event.subject, 160);
  const std::string reason = event.reason.empty() ? "" : " (" + readable(event.reason) + ")";
  return stamp + readable(tunnel::code(event.kind)) + reason + subject + ": " + one_line(event.raw, 200);
}

}  // namespace

Outcome judge_log(const LogSight& sight, const LogThresholds& thresholds, unsigned verbosity) {
  Outcome outcome;
  outcome.perf = log_perf(sight, thresholds);
  if (sight.unreadable) {
    outcome.check = unreadable_check(sight);
    return outcome;
  }
  if (sight.span == LogSpan::from_now_on) {
    outcome.check.text = "first run: the next one counts what " + place(sight) + " gets from now on";
  } else {
    const double failures = *outcome.perf[1].value;
    outcome.check.state = judge(failures, thresholds.warning, thresholds.critical);
    outcome.check.text = failures_text(sight);
    const std::size_t shown =
        std::min(sight.last_failures.size(), verbosity > 0 ? kShownInDetail : kShownFailures);
    for (std::size_t i = sight.last_failures.size() - shown; i < sight.last_failures.size(); ++i) {
      outcome.check.details.push_back(failure_line(sight.last_failures[i]));
    }
  }
  if (sight.rest_lost) {
    outcome.check.parts.push_back(
        {State::warning,
         "a rotated log is gone that held lines not read yet: run more often, or rotate with "
         "delaycompress",
         {},
         {}});
  }
  if (sight.state_trouble) {
    outcome.check.parts.push_back(
        {State::unknown,
         "the place cannot be kept, the next run counts from elsewhere: " + in_words(*sight.state_trouble),
         {},
         {}});
  }
  return outcome;
}

}  // namespace replwatch::nagios
