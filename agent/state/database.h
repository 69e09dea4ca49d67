// Database: the SQLite file of what must outlive the agent: values by kind and name, each with the clocks at
// which it was taken. A batch is written whole or not at all, whenever the process is killed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "probes/link/saved_history.h"
#include "probes/result.h"

struct sqlite3;

namespace replwatch::agent {

struct StateRecord {
  std::string kind, name, value;
  link::ClockReading taken;

  bool same_value(const StateRecord& other) const {
    return kind == other.kind && name == other.name && value == other.value;
  }
};

class Database {
 public:
  // Opens or makes `path` (mode 600) and keeps it locked against a second agent. A file that is damaged is
  // moved to PATH.damaged, which `warning` says; one that a newer version wrote is refused.
  static Result<Database> open(const std::string& path, std::string& warning);

  Result<std::vector<StateRecord>> read_all();
  Result<Done> write(const std::vector<StateRecord>& batch);

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  using Handle = std::unique_ptr<sqlite3, Close>;

  Database(Handle handle, std::string path) : handle_(std::move(handle)), path_(std::move(path)) {}
  static Result<Database> open_once(const std::string& path, bool& damaged);
  Result<Done> prepare(bool& damaged);
  Result<Done> run(const char* sql);
  Failure failure() const;

  Handle handle_;
  std::string path_;
};

}  // namespace replwatch::agent
