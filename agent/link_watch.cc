#include "agent/link_watch.h"

#include <algorithm>

#include "probes/link/applied.h"
#include "probes/link/diagnose.h"
#include "probes/link/find.h"

namespace replwatch::agent {
namespace {

const mysql::ReplicaStatus* channel_of(const link::ServerSight& replica, const std::string& channel) {
  if (!replica.replica.value) return nullptr;
  for (const mysql::ReplicaStatus& each : *replica.replica.value) {
    if (each.channel == channel) return &each;
  }
  return nullptr;
}

std::string identity(const mysql::Variables& variables) {
  return variables.server_uuid + "/" + std::to_string(variables.server_id);
}

// By the names that the replica learned when it connected.
link::Follows follows(const mysql::ReplicaStatus& status, const Sighting<mysql::Variables>& source) {
  if (!source.value) return link::Follows::not_known;
  const mysql::Variables& variables = *source.value;
  const bool by_id = status.source_server_id != 0 && variables.server_id != 0;
  const bool by_uuid = !status.source_uuid.empty() && !variables.server_uuid.empty();
  if ((by_id && status.source_server_id != variables.server_id) ||
      (by_uuid && status.source_uuid != variables.server_uuid)) {
    return link::Follows::another;
  }
  return by_id || by_uuid ? link::Follows::this_source : link::Follows::not_known;
}

// Whether what connects to this port of this host goes through the tunnel; as long as its configuration has
// not been read, that is believed.
bool goes_through(const tunnel::TunnelState& tunnel, std::uint16_t port) {
  if (!tunnel.conf.value) return true;
  const auto accept = tunnel::parse_host_port(tunnel.service.accept);
  return accept && accept->port == port;
}

// Across files their sizes are needed; that of the newest that was listed may have been a part of it only.
double behind(mysql::Position ahead, mysql::Position at, const link::ServerSight* source) {
  std::vector<mysql::LogFileSize> closed;
  if (source != nullptr && source->binary_logs.value) closed = *source->binary_logs.value;
  if (!closed.empty()) closed.pop_back();
  return mysql::bytes_between(closed, at, ahead);
}

}  // namespace

void LinkWatch::take_looks(const LinkSight& sight) {
  if (sight.source != nullptr && sight.source->source.value &&
      sight.source->source.answered != source_seen_) {
    const auto& look = sight.source->source;
    source_seen_ = look.answered;
    if (look.value->position && sight.source->variables.value) {
      const mysql::Variables& variables = *sight.source->variables.value;
      // What was told in another round trip may be older than the sample.
      const auto gtids = sight.source->variables.asked == look.asked
                             ? link::logged_gtids(variables, *look.value)
                             : std::nullopt;
      history_.observe_source(identity(variables), *look.value->position, look.asked, look.answered, gtids);
    }
  }
  take_replica(sight);
}

void LinkWatch::take_replica(const LinkSight& sight) {
  if (sight.replica == nullptr || !sight.replica->replica.value) return;
  const auto& look = sight.replica->replica;
  if (look.answered == replica_seen_) return;
  replica_seen_ = look.answered;
  const mysql::ReplicaStatus* status = channel_of(*sight.replica, target_.channel);
  progress_.look(status, look.asked, look.answered);
  if (status == nullptr) return;
  follows_ = sight.source == nullptr ? link::Follows::not_known : follows(*status, sight.source->variables);
  if (status->executed) {
    link::Applied applied;
    if (sight.replica->variables.value && sight.source != nullptr && sight.source->variables.value) {
      applied = link::applied_by(*status, *look.value, *sight.replica->variables.value,
                                 *sight.source->variables.value);
    }
    history_.observe_replica(*status->executed, status->read, status->io == mysql::IoState::running, follows_,
                             look.asked, applied);
  }
}

link::Freshness LinkWatch::freshness(const LinkSight& sight, Instant now) const {
  link::Freshness fresh;
  const Duration source_life = target_.limits.evidence_life(target_.limits.source_interval);
  const mysql::ReplicaStatus* status = sight.replica == nullptr || !sight.replica->replica.good()
                                           ? nullptr
                                           : channel_of(*sight.replica, target_.channel);
  if (status != nullptr && status->read && status->executed)
    fresh.unapplied = behind(*status->read, *status->executed, sight.source);
  const mysql::SourceStatus* source =
      sight.source == nullptr ? nullptr : sight.source->source.fresh(now, source_life);
  if (source != nullptr && source->position && status != nullptr && status->read) {
    fresh.unreceived = behind(*source->position, *status->read, sight.source);
  }
  const auto at = history_.fresh_at();
  if (at) {
    fresh.staleness = seconds(now - *at);
    fresh.exposure = link::exposure(*at, death_.dead_since(), now);
    if (history_.executed())
      fresh.exposure_bytes = behind(*history_.source_end(), *history_.executed(), sight.source);
  } else {
    fresh.why_unknown = why_unknown();
  }
  if (status != nullptr) fresh.lag = history_.lag(3 * target_.limits.source_interval);
  return fresh;
}

std::string LinkWatch::why_unknown() const {
  if (!target_.source_configured) return "the source is not sampled";
  if (history_.size() == 0) return "the source has not been sampled yet";
  if (follows_ == link::Follows::another)
    return "the replica follows another server than the source that is sampled";
  if (history_.reissued())
    return "the source gives out transaction numbers again that the replica holds: it will never apply those";
  if (!history_.epoch_proved())
    return "the replica's position is not yet proved to belong to the source's present log";
  return "the replica stands before the first sample of the source, or its position alone proves nothing";
}

void LinkWatch::date_verdict(const link::Verdict& verdict, Instant now) {
  if (cause_) {
    // What a verdict does not cover (a suspend, a loop that stood still) is time of which nothing is known.
    const Duration passed = now - judged_at_;
    const Duration covered = std::min(passed, target_.limits.evidence_life(target_.limits.replica_interval));
    seconds_in_[static_cast<std::size_t>(severity_)] += seconds(covered);
    seconds_in_[static_cast<std::size_t>(link::Severity::unknown)] += seconds(passed - covered);
  }
  judged_at_ = now;
  severity_ = verdict.severity;
  if (cause_ == verdict.cause) return;
  if (cause_) ++changes_;
  cause_ = verdict.cause;
  cause_since_ = now;
}

exporters::LinkRecord LinkWatch::judge(const LinkSight& sight, exporters::Now at) {
  const Instant now = at.instant;
  take_looks(sight);
  exporters::LinkRecord record;
  record.name = target_.name;
  record.source = target_.source;
  record.replica = target_.replica;
  record.channel = target_.channel;
  record.tunnel = target_.tunnel;
  record.site = target_.site;
  record.peer = target_.peer;
  record.databases = target_.databases;
  link::Evidence& evidence = record.evidence;
  evidence.now = now;
  evidence.limits = target_.limits;
  evidence.channel = target_.channel;
  evidence.source_configured = target_.source_configured;
  evidence.through_tunnel = !target_.tunnel.empty();
  evidence.source_via_tunnel = target_.source_via_tunnel && sight.tunnel != nullptr &&
                               goes_through(*sight.tunnel, target_.source_port);
  if (sight.source != nullptr) evidence.source = *sight.source;
  if (sight.replica != nullptr) evidence.replica = *sight.replica;
  if (sight.tunnel != nullptr) evidence.tunnel = *sight.tunnel;
  evidence.progress = progress_.progress();
  death_.look(evidence);
  evidence.freshness = freshness(sight, now);
  record.verdict = link::diagnose(evidence);
  record.findings = link::find(evidence);
  accept_findings(target_.tunnel_accept, record.findings, at.wall);
  accept_findings(target_.accept, record.findings, at.wall);
  date_verdict(record.verdict, now);
  record.cause_since = cause_since_;
  record.cause_changes = changes_;
  record.seconds_in = seconds_in_;
  record.fresh_at = history_.fresh_at();
  return record;
}

bool LinkWatch::adopt(const LinkTarget& target) {
  if (target.source != target_.source || target.replica != target_.replica ||
      target.channel != target_.channel) {
    return false;
  }
  target_ = target;
  return true;
}

}  // namespace replwatch::agent
