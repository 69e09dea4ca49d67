// Store: what must outlive the agent, kept by a thread of its own: the loop hands over values and never waits
// for the disk. Whatever fails, the agent goes on in memory and `failure` says so.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/state/database.h"
#include "probes/failure.h"
#include "probes/instant.h"

namespace replwatch::agent {

class Store {
 public:
  explicit Store(std::string path);
  ~Store();  // leaves what hangs to the end of the process
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // What was kept, or as much as came within `limit`: nothing when the disk hangs or the file cannot be read.
  std::vector<StateRecord> read(Duration limit);
  // Newer values of the same kind and name replace what still waits. Returns at once.
  void keep(std::vector<StateRecord> records);
  // Waits until all of it is written, at most `limit`.
  bool flush(Duration limit);

  std::optional<Failure> failure() const;  // of the latest attempt
  std::string warning() const;             // what the opening has to say; "" when nothing

 private:
  struct Shared;
  static void work(const std::shared_ptr<Shared>& shared);
  std::shared_ptr<Shared> shared_;
};

}  // namespace replwatch::agent
