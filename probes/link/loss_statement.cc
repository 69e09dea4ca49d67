#include "probes/link/loss_statement.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "probes/text.h"

namespace replwatch::link {
namespace {

struct Weakness {
  FindingCode finding;
  std::string_view what;
};

constexpr Weakness kWeaknesses[] = {
    {FindingCode::skips_errors, "the replica passes over errors: rows can differ without a sign"},
    {FindingCode::filter_drops_writes, "writes outside the default database are dropped by the filters"},
    {FindingCode::filter_mismatch, "the filters of source and replica disagree with the databases asked for"},
    {FindingCode::not_durable,
     "the source does not sync its binary log: after a crash it can have lost what the replica has"},
    {FindingCode::replica_writable, "the replica accepts writes: it can hold what the source never had"},
    {FindingCode::local_writes_on_replica,
     "the replica has been written to: it holds what the source never had"},
};

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return one_line(all, 200);
}

void weaken_by_channel(const mysql::ReplicaStatus& status, std::vector<std::string>& weakened_by) {
  if (!status.do_db.empty()) {
    weakened_by.push_back("it holds for the replicated databases alone: " + joined(status.do_db));
  }
  if (!status.ignore_db.empty()) {
    weakened_by.push_back("it does not hold for the ignored databases: " + joined(status.ignore_db));
  }
  if (status.other_filters) {
    weakened_by.emplace_back("the replica has filters of tables: it holds for what they let through");
  }
  if (status.skip_counter > 0) {
    weakened_by.push_back("the replica is told to skip " + std::to_string(status.skip_counter) +
                          " more events");
  }
}

}  // namespace

LossStatement loss_statement(const Evidence& evidence, const std::vector<Finding>& findings) {
  LossStatement loss;
  if (std::isnan(evidence.freshness.exposure)) {
    loss.unsaid = evidence.freshness.why_unknown.empty() ? "the link has not been judged yet"
                                                         : evidence.freshness.why_unknown;
  }
  if (const mysql::ReplicaStatus* status = evidence.status()) weaken_by_channel(*status, loss.weakened_by);
  for (const Weakness& weakness : kWeaknesses) {
    if (std::ranges::find(findings, weakness.finding, &Finding::code) == findings.end()) continue;
    loss.weakened_by.emplace_back(weakness.what);
  }
  return loss;
}

}  // namespace replwatch::link
