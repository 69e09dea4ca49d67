// The server's threads, told apart by what they do for replication.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "probes/mysql/table.h"
#include "probes/result.h"

namespace replwatch::mysql {

enum class ThreadKind { dump, io, sql, worker, client };

inline constexpr std::size_t kThreadKinds = 5;
constexpr std::string_view code(ThreadKind kind) {
  constexpr std::string_view kCodes[kThreadKinds] = {"dump", "io", "sql", "worker", "client"};
  return kCodes[static_cast<std::size_t>(kind)];
}

struct Thread {
  std::uint64_t id = 0;
  std::string user, host, command, state;
  std::uint64_t time = 0;  // seconds in this state; a negative server value reads 0
  ThreadKind kind = ThreadKind::client;

  bool operator==(const Thread&) const = default;
};

// Columns by name; MySQL cannot tell IO from SQL by Command, so State decides there. Rows of `own_ids` (the
// agent's connections) are left out, and so are the server's own background threads (Command "Daemon").
Result<std::vector<Thread>> parse_process_list(const Table& table, const std::vector<std::uint64_t>& own_ids);

}  // namespace replwatch::mysql
