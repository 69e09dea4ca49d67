#include "agent/state/kept.h"

#include <functional>
#include <utility>

namespace replwatch::agent {

void Kept::add(StateRecord record, std::vector<StateRecord>& records) {
  const std::size_t hash = std::hash<std::string>()(record.value);
  const auto [known, is_new] = hashes_.try_emplace(record.kind + "/" + record.name, hash);
  if (!is_new && std::exchange(known->second, hash) == hash) return;
  records.push_back(std::move(record));
}

bool Kept::is_due(const std::string& link, std::size_t entries, Instant now) {
  const Duration pause = std::chrono::seconds(10) + entries * std::chrono::milliseconds(10);
  const auto [last, is_new] = written_.try_emplace(link, now);
  if (!is_new && now - last->second < pause) return false;
  last->second = now;
  return true;
}

}  // namespace replwatch::agent
