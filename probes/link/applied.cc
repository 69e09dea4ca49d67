#include "probes/link/applied.h"

namespace replwatch::link {
namespace {

using mysql::Flavor;
using mysql::GtidSet;

std::optional<GtidSet> unless_empty(const std::optional<GtidSet>& set) {
  if (!set || set->empty()) return std::nullopt;
  return *set;
}

std::optional<GtidSet> disjoint_position(const std::vector<mysql::ReplicaStatus>& channels,
                                         const mysql::Variables& replica) {
  // Beside a second channel its domains would have to be known; the IO position names also what was there
  // before.
  if (channels.size() != 1) return std::nullopt;
  return unless_empty(mysql::parse_gtid_position(replica.gtid_slave_pos));
}

}  // namespace

std::optional<GtidSet> logged_gtids(const mysql::Variables& source, const mysql::SourceStatus& status) {
  return unless_empty(source.version.flavor == Flavor::mysql
                          ? mysql::parse_gtid_set(status.executed_gtid_set)
                          : mysql::parse_gtid_position(source.gtid_binlog_pos, source.server_id));
}

Applied applied_by(const mysql::ReplicaStatus& channel, const std::vector<mysql::ReplicaStatus>& channels,
                   const mysql::Variables& replica, const mysql::Variables& source) {
  const bool workers = replica.parallel_threads.value_or(0) > 0;
  if (replica.version.flavor == Flavor::mysql) {
    return {workers ? Exactness::trails : Exactness::exact,
            unless_empty(mysql::parse_gtid_set(channel.executed_gtid_set))};
  }
  // Within one domain workers commit in the source's order, so the position is exact.
  const auto all = mysql::parse_gtid_position(source.gtid_binlog_pos);
  if (!workers || (all && all->size() <= 1)) return {};
  const auto own = mysql::parse_gtid_position(source.gtid_binlog_pos, source.server_id);
  if (!all || !own || *all != *own) return {Exactness::runs_ahead, std::nullopt};
  return {Exactness::runs_ahead, disjoint_position(channels, replica)};
}

}  // namespace replwatch::link
