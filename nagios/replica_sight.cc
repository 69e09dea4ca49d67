#include "nagios/replica_sight.h"

namespace replwatch::nagios {

const mysql::ReplicaStatus* channel_from(const std::vector<mysql::ReplicaStatus>& channels,
                                         const mysql::Variables& source,
                                         const std::optional<std::string>& wanted) {
  const mysql::ReplicaStatus* matched = nullptr;
  std::size_t matches = 0;
  for (const mysql::ReplicaStatus& channel : channels) {
    if (wanted && channel.channel != *wanted) continue;
    const bool only_one = wanted.has_value() || channels.size() == 1;
    const bool never_met = channel.source_server_id == 0 && only_one;
    if (channel.source_server_id != source.server_id && !never_met) continue;
    matched = &channel;
    ++matches;
  }
  return matches == 1 ? matched : nullptr;
}

}  // namespace replwatch::nagios
