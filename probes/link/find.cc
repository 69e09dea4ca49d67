#include "probes/link/find.h"

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

void find_in_tunnel(const Evidence& e, Found& found) {
  if (!e.tunnel) return;
  if (e.tunnel->conf.value && !e.tunnel->service.verifies()) {
    found.push_back({FindingCode::verification_inactive, FindingSeverity::warning,
                     e.tunnel->conf.value->verify_hidden_in_comment
                         ? "stunnel checks no certificate: its `verify = 2` stands inside a comment line"
                         : "stunnel checks no certificate: anybody can stand at the other end",
                     "put `verify = 2` on a line of its own in stunnel.conf and restart stunnel"});
  }
  if (e.tunnel->log.failure) {
    found.push_back({FindingCode::log_unreadable, FindingSeverity::info,
                     "the stunnel log is not read: refused certificates cannot be told from other faults",
                     "setfacl -m u:replwatch:r on the log file that stunnel.conf names as output"});
  }
}

}  // namespace

std::vector<Finding> find(const Evidence& evidence) {
  Found found;
  find_in_replica(evidence, found);
  find_in_source(evidence, found);
  find_in_tunnel(evidence, found);
  return found;
}

}  // namespace replwatch::link
