#include "agent/state/database.h"

#include <sqlite3.h>

#include <filesystem>
#include <system_error>

namespace replwatch::agent {
namespace {

constexpr int kSchema = 1;
constexpr int kBusyMilliseconds = 500;

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

Statement prepared(sqlite3* database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(database, sql, -1, &statement, nullptr);
  return Statement(statement);
}

void bind(sqlite3_stmt* statement, int place, const std::string& text) {
  sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

std::string text_at(sqlite3_stmt* statement, int column) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return bytes == nullptr
             ? std::string()
             : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
}

// The first value of the first row; empty when there is none.
std::string one_value(sqlite3* database, const char* sql) {
  const Statement statement = prepared(database, sql);
  if (!statement || sqlite3_step(statement.get()) != SQLITE_ROW) return {};
  return text_at(statement.get(), 0);
}

void move_aside(const std::string& path) {
  std::error_code ignored;
  std::filesystem::rename(path, path + ".damaged", ignored);
  // A log without its database would be replayed into the new one.
  for (const char* suffix : {"-wal", "-shm"}) {
    std::filesystem::rename(path + suffix, path + ".damaged" + suffix, ignored);
  }
}

}  // namespace

void Database::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Failure Database::failure() const {
  const int number = sqlite3_errcode(handle_.get());
  const char* remedy = number == SQLITE_BUSY
                           ? ": another agent uses it; give each a state_directory of its own"
                       : number == SQLITE_FULL ? ": free space there"
                       : number == SQLITE_CANTOPEN || number == SQLITE_READONLY || number == SQLITE_PERM
                           ? ": the folder must exist and belong to the user that runs the agent"
                           : "";
  return {Reason::unreadable, path_ + ": " + sqlite3_errmsg(handle_.get()) + remedy,
          static_cast<unsigned>(number)};
}

Result<Done> Database::run(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return failure();
  return Done{};
}

Result<Done> Database::prepare(bool& damaged) {
  sqlite3_busy_timeout(handle_.get(), kBusyMilliseconds);
  for (const char* sql : {"PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL",
                          "PRAGMA synchronous=NORMAL", "BEGIN IMMEDIATE", "COMMIT"}) {
    if (const Result<Done> done = run(sql); !done) {
      damaged = done.error().number == SQLITE_NOTADB || done.error().number == SQLITE_CORRUPT;
      return done.error();
    }
  }
  if (one_value(handle_.get(), "PRAGMA quick_check(1)") != "ok") {
    damaged = true;
    return Failure{Reason::malformed, path_ + ": the file is damaged"};
  }
  const std::string version = one_value(handle_.get(), "PRAGMA user_version");
  if (version != "0" && version != std::to_string(kSchema)) {
    return Failure{Reason::malformed, path_ + ": written by a newer replwatch (schema " + version +
                                          "); move it away, or run that version"};
  }
  return run(
      "CREATE TABLE IF NOT EXISTS state (kind TEXT NOT NULL, name TEXT NOT NULL, boot TEXT NOT NULL, instant "
      "INTEGER NOT NULL, wall INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID;"
      "PRAGMA user_version=1");
}

Result<Database> Database::open_once(const std::string& path, bool& damaged) {
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Database database(Handle(raw), path);
  if (opened != SQLITE_OK) return database.failure();
  std::error_code ignored;
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                               ignored);
  if (const Result<Done> ready = database.prepare(damaged); !ready) return ready.error();
  return database;
}

Result<Database> Database::open(const std::string& path, std::string& warning) {
  bool damaged = false;
  Result<Database> database = open_once(path, damaged);
  if (database || !damaged) return database;
  warning = database.error().text + "; it was moved to " + path + ".damaged, and a new one begins";
  move_aside(path);
  return open_once(path, damaged);
}

Result<std::vector<StateRecord>> Database::read_all() {
  const Statement rows = prepared(handle_.get(), "SELECT kind, name, value, boot, instant, wall FROM state");
  if (!rows) return failure();
  std::vector<StateRecord> records;
  int step = sqlite3_step(rows.get());
  for (; step == SQLITE_ROW; step = sqlite3_step(rows.get())) {
    StateRecord record{text_at(rows.get(), 0), text_at(rows.get(), 1), text_at(rows.get(), 2), {}};
    record.taken.boot_id = text_at(rows.get(), 3);
    record.taken.instant = Instant(Duration(sqlite3_column_int64(rows.get(), 4)));
    record.taken.wall = WallTime(Duration(sqlite3_column_int64(rows.get(), 5)));
    records.push_back(std::move(record));
  }
  if (step != SQLITE_DONE) return failure();
  return records;
}

Result<Done> Database::write(const std::vector<StateRecord>& batch) {
  if (const Result<Done> begun = run("BEGIN IMMEDIATE"); !begun) return begun.error();
  const Statement put =
      prepared(handle_.get(),
               "INSERT OR REPLACE INTO state (kind, name, boot, instant, wall, value) VALUES (?,?,?,?,?,?)");
  bool well = put != nullptr;
  for (const StateRecord& each : batch) {
    if (!well) break;
    bind(put.get(), 1, each.kind);
    bind(put.get(), 2, each.name);
    bind(put.get(), 3, each.taken.boot_id);
    sqlite3_bind_int64(put.get(), 4, each.taken.instant.time_since_epoch().count());
    sqlite3_bind_int64(put.get(), 5, each.taken.wall.time_since_epoch().count());
    bind(put.get(), 6, each.value);
    well = sqlite3_step(put.get()) == SQLITE_DONE;
    sqlite3_reset(put.get());
  }
  if (well && sqlite3_exec(handle_.get(), "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK) return Done{};
  const Failure why = failure();
  sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  return why;
}

}  // namespace replwatch::agent
