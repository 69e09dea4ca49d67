// One connection to a MySQL or MariaDB server by Connector/C's non-blocking calls. Every call ends at its
// deadline whatever the server does: refuse, hang, or send a byte at a time. After a failure the connection
// is closed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/instant.h"
#include "probes/io/server_address.h"
#include "probes/io/task.h"
#include "probes/mysql/table.h"
#include "probes/result.h"

namespace replwatch::io {

// What answered a batch of statements sent at once, in their order.
struct BatchAnswer {
  std::vector<mysql::Table> tables;  // of the statements that were answered, in order
  std::optional<Failure> failure;    // why the next one was not; empty when all were answered
  Instant asked{};                   // just before the batch was sent
  std::vector<Instant> answered;     // one per table: when its last row had come
};

// A coroutine that waits in a call may be destroyed at any time, as long as the MariaDb is still there.
class MariaDb {
 public:
  MariaDb();
  ~MariaDb();  // closes without waiting
  MariaDb(MariaDb&&) noexcept;
  MariaDb& operator=(MariaDb&&) noexcept;

  Task<Result<Done>> connect(const ServerAddress& address, Instant deadline);
  // Statements joined by ';', one round trip. Stops at the first that fails; after a statement error the
  // connection lives, after anything else it is closed.
  Task<BatchAnswer> ask(std::string_view statements, Instant deadline);

  bool connected() const;
  std::uint64_t connection_id() const;  // the server's thread id; 0 when not connected
  std::string server_version() const;   // of the handshake; "" when not connected
  std::uint16_t local_port() const;     // of our end; 0 for a UNIX socket or when not connected
  void close();                         // at once, without a word to the server that could block

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace replwatch::io
