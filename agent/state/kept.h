// What of the state that lasts was handed over already, so that only what has changed is written, and long
// histories seldom.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "agent/state/database.h"
#include "agent/state/history_text.h"
#include "agent/state/saved_log.h"
#include "probes/instant.h"

namespace replwatch::agent {

inline constexpr const char* kLogKind = "log";
inline constexpr const char* kHistoryKind = "history";

class Kept {
 public:
  // Appends the record unless its value is the one that was added last.
  void add(StateRecord record, std::vector<StateRecord>& records);
  // Whether a history of so many entries is to be written again: each 10 s, and each entry, which is about
  // 100 bytes, puts that off by 10 ms, so that no link writes more than 10 kB a second.
  bool is_due(const std::string& link, std::size_t entries, Instant now);

 private:
  std::map<std::string, std::size_t> hashes_;  // by kind and name
  std::map<std::string, Instant> written_;     // histories by link
};

}  // namespace replwatch::agent
