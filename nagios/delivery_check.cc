#include "nagios/delivery_check.h"

#include <algorithm>

#include "nagios/replica_perf.h"
#include "nagios/wording.h"
#include "probes/link/cause.h"

namespace replwatch::nagios {
namespace {

// Shorter than this, a pause between two transactions looks like a stall.
constexpr Duration kStall = std::chrono::seconds(2);

Check not_compared(const ReplicaSight& sight) {
  const std::string who = "source " + sight.source_address;
  const auto& variables = sight.source.variables;
  const auto& status = sight.source.source;
  if (variables.failure) {
    return {is_silence(variables.failure->reason) ? State::critical : State::warning,
            "delivery not verified: " + who + " was not seen, " + in_words(*variables.failure),
            {},
            {}};
  }
  if (status.failure) {
    return {State::warning,
            "delivery not verified: the position of " + who + " was not seen, " + in_words(*status.failure) +
                grant_remedy(sight.source_version, mysql::Question::source_position, *status.failure, ""),
            {},
            {}};
  }
  if (status.value && !status.value->position) {
    return {State::critical,
            who + " writes no binary log: nothing can be replicated from it; log_bin is needed",
            {},
            {}};
  }
  if (!variables.value) return {State::warning, "delivery not verified: " + who + " was not asked", {}, {}};
  return {State::unknown,
          who + " (server id " + std::to_string(variables.value->server_id) +
              ") is not the source of what was looked at; correct --source, or name the --channel",
          {},
          {}};
}

// The comparison in bytes, where files allow it.
std::string missing_words(const Delivery& delivery) {
  const auto unreceived = bytes_between(delivery.read, delivery.target);
  const auto unapplied = bytes_between(delivery.executed, delivery.read);
  if (!delivery.read) return "the replica tells no position";
  std::string out = unreceived ? in_bytes(*unreceived) + " of the source's log unreceived"
                               : std::to_string(delivery.target.file - delivery.read->file) +
                                     " files of the source's log behind in receiving";
  if (unapplied) out += ", " + in_bytes(*unapplied) + " unapplied";
  return out;
}

std::optional<double> missing_bytes(const Delivery& delivery) {
  return bytes_between(delivery.executed, delivery.target);
}

}  // namespace

Check check_delivery(const ReplicaSight& sight, const ReplicaThresholds& thresholds) {
  if (!sight.delivery) return not_compared(sight);
  const Delivery& delivery = *sight.delivery;
  if (delivery.taken) {
    return {State::ok,
            "delivery verified: all that source " + sight.source_address + " had logged " +
                in_seconds(seconds(*delivery.taken)) + " before is executed here",
            {},
            {}};
  }
  const std::string seen = missing_words(delivery) + " after " + in_seconds(seconds(delivery.watched));
  const bool unread = delivery.read && *delivery.read < delivery.target;
  if (unread && delivery.read == delivery.first_read && delivery.watched >= kStall) {
    return {State::critical,
            "nothing comes from source " + sight.source_address + " although both threads say Yes: " + seen +
                "; " + std::string(link::row(link::Cause::tunnel_stalled).next),
            {},
            {}};
  }
  // What is missing has been missing for at least as long as it was watched.
  State state = judge(seconds(delivery.watched), thresholds.warning, thresholds.critical);
  if (const auto bytes = missing_bytes(delivery)) {
    state = worse(state, judge(*bytes, thresholds.warning_bytes, thresholds.critical_bytes));
  } else if (thresholds.warning_bytes || thresholds.critical_bytes) {
    state = worse(state, State::unknown);
  }
  return {state, "delivery not verified: " + seen, {}, {}};
}

}  // namespace replwatch::nagios
