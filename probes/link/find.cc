#include "probes/link/find.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "probes/link/find_tunnel.h"
#include "probes/text.h"

namespace replwatch::link {
namespace {

using Found = std::vector<Finding>;

const mysql::Variables* replica_variables(const Evidence& e) {
  return e.replica.variables.fresh(e.now, e.limits.evidence_life(e.limits.replica_interval));
}

const mysql::Variables* source_variables(const Evidence& e) {
  return e.source.variables.fresh(e.now, e.limits.evidence_life(e.limits.source_interval));
}

void find_in_replica(const Evidence& e, Found& found) {
  const mysql::Variables* variables = replica_variables(e);
  if (variables == nullptr) return;
  if (!variables->read_only) {
    found.push_back(
        {FindingCode::replica_writable, FindingSeverity::warning,
         "the replica accepts writes: what is written there is in no source and breaks replication later",
         "on the replica: SET GLOBAL read_only = 1, and read_only = 1 in its my.cnf"});
  }
  if (!variables->slave_skip_errors.empty() && !equal_ignoring_case(variables->slave_skip_errors, "OFF")) {
    found.push_back({FindingCode::skips_errors, FindingSeverity::warning,
                     "the replica skips errors (slave_skip_errors = " +
                         one_line(variables->slave_skip_errors, 60) + "): its data can differ without a sign",
                     "remove slave_skip_errors from the replica's my.cnf and restart it"});
  } else if (equal_ignoring_case(variables->slave_exec_mode, "IDEMPOTENT")) {
    found.push_back({FindingCode::skips_errors, FindingSeverity::warning,
                     "slave_exec_mode is IDEMPOTENT: duplicate and missing rows are passed over",
                     "on the replica: SET GLOBAL slave_exec_mode = 'STRICT'"});
  }
}

void find_in_source(const Evidence& e, Found& found) {
  const mysql::Variables* variables = e.source_configured ? source_variables(e) : nullptr;
  const bool refuses_position = e.source.source.looked && !e.source.source.good();
  if (!e.source_configured || refuses_position || (e.source.variables.looked && variables == nullptr)) {
    found.push_back(
        {FindingCode::source_not_sampled, FindingSeverity::info,
         "the source is not sampled: delivery is not verified, and staleness only grows or is not known",
         "give replwatch an account on the source, or a peer there"});
  }
  if (variables == nullptr) return;
  if (variables->read_only) {
    found.push_back({FindingCode::source_read_only, FindingSeverity::warning,
                     "the source refuses writes (read_only)",
                     "on the source, if that is not meant: SET GLOBAL read_only = 0"});
  }
  if (variables->sync_binlog == 0u) {
    found.push_back(
        {FindingCode::not_durable, FindingSeverity::info,
         "sync_binlog is 0 on the source: a crash of its host can lose events that the replica has or lacks",
         "on the source: SET GLOBAL sync_binlog = 1, and in its my.cnf"});
  }
  const mysql::ReplicaStatus* status = e.status();
  if (status != nullptr && !status->do_db.empty() && !variables->binlog_format.empty() &&
      !equal_ignoring_case(variables->binlog_format, "ROW")) {
    found.push_back({FindingCode::filter_drops_writes, FindingSeverity::info,
                     "do-db filters with binlog_format " + one_line(variables->binlog_format, 20) +
                         " go by the default database: a write to another one is lost without a sign",
                     "on the source: binlog_format = ROW, or no do-db filters"});
  }
}

bool says_replica(const mysql::Version& version) {
  return version.flavor == mysql::Flavor::mysql && version.at_least(8, 0, 23);
}

// A cut that is not answered shows at the replica only as heartbeats that stay away.
void find_in_heartbeat(const Evidence& e, Found& found) {
  const mysql::ReplicaStatus* status = e.status();
  if (status == nullptr || !status->heartbeat_period) return;
  const double period = *status->heartbeat_period;
  const double noticed = 1.5 * period;
  if (period > 0 && noticed <= seconds(e.limits.staleness_warning)) return;
  const std::string often =
      std::to_string(std::max<long>(1, std::lround(seconds(e.limits.staleness_warning) / 3)));
  found.push_back(
      {FindingCode::heartbeat_period_too_long, FindingSeverity::info,
       period > 0 ? "the source speaks every " + std::to_string(std::lround(period)) +
                        " s on an idle link: the replica cannot notice a cut in less than " +
                        std::to_string(std::lround(noticed)) + " s"
                  : "heartbeats are off: on an idle link the replica cannot notice a cut",
       e.replica.variables.value && says_replica(e.replica.variables.value->version)
           ? "on the replica: STOP REPLICA; CHANGE REPLICATION SOURCE TO SOURCE_HEARTBEAT_PERIOD = " + often +
                 "; START REPLICA"
           : "on the replica: STOP SLAVE; CHANGE MASTER TO MASTER_HEARTBEAT_PERIOD = " + often +
                 "; START SLAVE"});
}

}  // namespace

std::vector<Finding> find(const Evidence& evidence) {
  Found found;
  find_in_replica(evidence, found);
  find_in_source(evidence, found);
  find_in_heartbeat(evidence, found);
  if (evidence.tunnel) std::ranges::move(find_in_tunnel(*evidence.tunnel), std::back_inserter(found));
  return found;
}

}  // namespace replwatch::link
