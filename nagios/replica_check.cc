#include "nagios/replica_check.h"

#include <algorithm>

#include "nagios/channel_check.h"
#include "nagios/delivery_check.h"
#include "nagios/replica_perf.h"

namespace replwatch::nagios {
namespace {

std::vector<const mysql::ReplicaStatus*> channels_of(const ReplicaSight& sight,
                                                     const std::optional<std::string>& wanted) {
  std::vector<const mysql::ReplicaStatus*> out;
  if (!sight.replica.replica.good()) return out;
  for (const mysql::ReplicaStatus& status : *sight.replica.replica.value) {
    if (!wanted || status.channel == *wanted) out.push_back(&status);
  }
  return out;
}

// The comparison says more than "delivery not verified", and less than a broken channel.
void add_delivery(const ReplicaSight& sight, const ReplicaThresholds& thresholds, Check& check) {
  Check delivery = check_delivery(sight, thresholds);
  if (check.state == State::ok && delivery.state != State::ok) {
    check.details.insert(check.details.begin(), check.text);
    check.text = delivery.text;
  } else {
    check.text += "; " + delivery.text;
  }
  check.state = worse(check.state, delivery.state);
}

// Several channels under one line that names the worst and counts the others.
Check together(std::vector<Check> parts) {
  std::ranges::stable_sort(parts, [](const Check& a, const Check& b) {
    return worst_state(a) != worst_state(b) && worse(worst_state(a), worst_state(b)) == worst_state(a);
  });
  const auto bad =
      std::ranges::count_if(parts, [](const Check& part) { return worst_state(part) != State::ok; });
  Check whole;
  whole.text = std::to_string(parts.size()) + " channels, " +
               (bad == 0 ? "all well: " : std::to_string(bad) + " not well: ") + parts.front().text;
  whole.parts = std::move(parts);
  return whole;
}

}  // namespace

Outcome judge_replica(const ReplicaSight& sight, const ReplicaThresholds& thresholds, unsigned verbosity) {
  const auto channels = channels_of(sight, thresholds.channel);
  std::vector<Check> checks;
  for (const auto* status : channels) {
    ChannelCheck one = check_channel(sight, thresholds, status->channel, verbosity);
    const bool compared = !sight.delivery || sight.delivery->channel == status->channel;
    if (one.well && compared && !sight.source_address.empty()) add_delivery(sight, thresholds, one.check);
    checks.push_back(std::move(one.check));
  }
  if (checks.empty()) {
    checks.push_back(check_channel(sight, thresholds, thresholds.channel.value_or(""), verbosity).check);
  }
  Outcome outcome;
  outcome.check = checks.size() == 1 ? std::move(checks.front()) : together(std::move(checks));
  outcome.perf = replica_perf(sight, thresholds, channels);
  add_trace(sight.trace, verbosity, outcome);
  return outcome;
}

}  // namespace replwatch::nagios
