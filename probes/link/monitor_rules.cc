#include "probes/link/rules.h"
#include "probes/link/signs.h"
#include "probes/mysql/grants.h"

namespace replwatch::link {
namespace {

bool replica_refuses(const Evidence& e) { return replica_failed(e, Reason::refused); }

bool replica_is_full(const Evidence& e) { return replica_failed(e, Reason::crowded_out); }

bool replica_refuses_our_login(const Evidence& e) { return replica_failed(e, Reason::login_refused); }

bool status_is_denied(const Evidence& e) {
  return e.replica_answers() && e.replica.replica.failure &&
         e.replica.replica.failure->reason == Reason::access_denied;
}

bool replica_is_silent(const Evidence& e) { return replica_failed(e, Reason::timed_out); }

bool status_hangs(const Evidence& e) { return e.replica_answers() && e.replica.replica_status_hangs; }

bool channel_is_missing(const Evidence& e) {
  const auto* channels = e.replica.replica.fresh(e.now, e.limits.evidence_life(e.limits.replica_interval));
  return channels != nullptr && e.status() == nullptr;
}

bool status_is_missing(const Evidence& e) { return e.status() == nullptr; }

std::string failure_of_replica(const Evidence& e) {
  return e.replica.variables.failure ? e.replica.variables.failure->text : std::string();
}

std::string denied_grant(const Evidence& e) {
  if (!e.replica.variables.value) return "";
  const auto need = mysql::needed_grant(mysql::Question::replica_status, e.replica.variables.value->version);
  if (!need) return "";
  return "missing " + std::string(need->privilege) + ": without it " + std::string(need->lost);
}

std::string hanging_status(const Evidence&) {
  return "the status statement does not answer although a SELECT does, as on a full relay log disk";
}

std::string missing_channel(const Evidence& e) {
  return e.channel.empty() ? "no default channel" : "no channel named " + e.channel;
}

std::string why_no_status(const Evidence& e) {
  if (!e.replica.variables.looked) return "no look at the replica has ended yet";
  if (e.replica.variables.failure) return e.replica.variables.failure->text;
  if (e.replica.replica.failure) return e.replica.replica.failure->text;
  return "the last good look at the replica is too old";
}

constexpr Rule kRules[] = {
    {"replica_refuses", Cause::replica_down, Hop::sql_thread, replica_refuses, failure_of_replica},
    {"replica_is_full", Cause::monitor_crowded_out, std::nullopt, replica_is_full, failure_of_replica},
    {"replica_refuses_our_login", Cause::monitor_denied, std::nullopt, replica_refuses_our_login,
     failure_of_replica},
    {"replica_is_silent", Cause::replica_unresponsive, Hop::sql_thread, replica_is_silent,
     failure_of_replica},
    {"status_is_denied", Cause::monitor_denied, std::nullopt, status_is_denied, denied_grant},
    {"status_hangs", Cause::receive_blocked, Hop::io_thread, status_hangs, hanging_status},
    {"channel_is_missing", Cause::replica_not_configured, Hop::io_thread, channel_is_missing,
     missing_channel},
    {"status_is_missing", Cause::blind, std::nullopt, status_is_missing, why_no_status},
};

}  // namespace

std::span<const Rule> monitor_rules() { return kRules; }

}  // namespace replwatch::link
