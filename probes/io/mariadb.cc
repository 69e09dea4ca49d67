#include "probes/io/mariadb.h"

#include <mysql.h>
#include <sys/socket.h>

#include <memory>

#include "probes/io/clock.h"
#include "probes/io/connect_options.h"
#include "probes/io/mysql_call.h"
#include "probes/io/resolve.h"
#include "probes/io/socket_end.h"
#include "probes/mysql/errors.h"
#include "probes/text.h"

namespace replwatch::io {
namespace {

constexpr std::size_t kMostTables = 100;

// A call bound to where its result goes: Start and Cont are Connector/C's pair.
template <class Out, class Cont>
class Call final : public SuspendedCall {
 public:
  explicit Call(Cont cont) : cont_(cont) {}
  int go_on(int ready) override { return cont_(&out, ready); }
  Out out{};

 private:
  Cont cont_;
};

std::string or_null(const char* text) { return text == nullptr ? std::string() : std::string(text); }

}  // namespace

struct MariaDb::State {
  MYSQL* mysql = nullptr;
  bool connected = false;
  SuspendedCall* suspended = nullptr;  // of a coroutine that still stands in the middle of a call

  ~State() { close(); }

  void close() {
    if (mysql == nullptr) return;
    if (suspended != nullptr) {
      unwind(*mysql, *suspended);
    } else if (!connected && mysql_get_socket(mysql) >= 0) {
      shutdown(mysql_get_socket(mysql), SHUT_RDWR);
    }
    mysql_close(mysql);  // on a healthy connection says good-bye, five bytes into an empty socket buffer
    mysql = nullptr;
    connected = false;
    suspended = nullptr;
  }

  // A coroutine that is destroyed in the middle of a call takes the call's frame with it: unwind it before.
  struct Standing {
    State& state;
    SuspendedCall& call;
    Standing(State& owner, SuspendedCall& pending) : state(owner), call(pending) {
      state.suspended = &pending;
    }
    Standing(const Standing&) = delete;
    Standing& operator=(const Standing&) = delete;
    ~Standing() {
      if (state.suspended != &call) return;
      unwind(*state.mysql, call);
      state.suspended = nullptr;
      state.connected = false;
    }
  };

  template <class Out, class Start, class Cont>
  Task<Result<Out>> call(const char* what, Instant deadline, Start start, Cont cont) {
    Call<Out, Cont> pending(cont);
    const int status = start(&pending.out);
    Standing standing(*this, pending);
    const bool ended = co_await finish(*mysql, pending, status, deadline);
    suspended = nullptr;
    if (!ended && !pending.had_peer) {
      co_return Failure{Reason::unreachable,
                        std::string(what) + ": nothing came back from there within the deadline"};
    }
    if (!ended) co_return Failure{Reason::timed_out, std::string(what) + ": no answer within the deadline"};
    co_return pending.out;
  }

  Failure failure() const {
    const unsigned number = mysql_errno(mysql);
    const std::string text = one_line(mysql_error(mysql));
    return mysql::failure_of(number, text);
  }

  Task<Result<Done>> connect_to(const ServerAddress& address, const std::string& ip, Instant deadline) {
    close();
    mysql = mysql_init(nullptr);
    set_connect_options(*mysql, address);
    const char* user = address.user.empty() ? nullptr : address.user.c_str();
    const char* password = address.has_password ? address.password.c_str() : nullptr;
    // Named even for a UNIX socket: an option file may name another host.
    const char* host = address.socket.empty() ? ip.c_str() : "localhost";
    const char* socket = address.socket.empty() ? nullptr : address.socket.c_str();
    const Result<MYSQL*> done = co_await call<MYSQL*>(
        "connect", deadline,
        [&](MYSQL** out) {
          return mysql_real_connect_start(out, mysql, host, user, password, nullptr, address.port, socket,
                                          CLIENT_MULTI_STATEMENTS);
        },
        [this](MYSQL** out, int ready) { return mysql_real_connect_cont(out, mysql, ready); });
    if (done && *done != nullptr) {
      connected = true;
      co_return Done{};
    }
    Failure why = done ? failure() : done.error();
    if (address.socket.empty() && why.reason == Reason::missing) why.reason = Reason::refused;
    close();
    co_return why;
  }

  // One row after another, so that an endless answer is noticed before it fills the memory.
  // `size` is that of the whole batch.
  Task<Result<mysql::Table>> read_table(std::size_t& size, Instant deadline) {
    MYSQL_RES* raw = mysql_use_result(mysql);
    if (raw == nullptr) {
      if (mysql_errno(mysql) != 0) co_return failure();
      co_return mysql::Table{};
    }
    struct Freer {
      void operator()(MYSQL_RES* result) const { mysql_free_result(result); }
    };
    const std::unique_ptr<MYSQL_RES, Freer> result(raw);
    mysql::Table table;
    const unsigned width = mysql_num_fields(raw);
    for (unsigned i = 0; i < width; ++i) {
      table.columns.push_back(or_null(mysql_fetch_field_direct(raw, i)->name));
    }
    while (true) {
      const Result<MYSQL_ROW> row = co_await call<MYSQL_ROW>(
          "read", deadline, [&](MYSQL_ROW* out) { return mysql_fetch_row_start(out, raw); },
          [raw](MYSQL_ROW* out, int ready) { return mysql_fetch_row_cont(out, raw, ready); });
      if (!row) co_return row.error();
      if (*row == nullptr) break;
      const unsigned long* lengths = mysql_fetch_lengths(raw);
      auto& cells = table.rows.emplace_back();
      cells.reserve(width);
      for (unsigned i = 0; i < width; ++i) {
        size += lengths[i] + sizeof(std::string);
        cells.push_back((*row)[i] == nullptr ? std::nullopt
                                             : std::optional(std::string((*row)[i], lengths[i])));
      }
      // Rows that are always there already never make the call wait, and so never meet its deadline.
      const bool late = now() >= deadline;
      if (late || size > kLargestAnswer) {
        shutdown(mysql_get_socket(mysql), SHUT_RDWR);  // or freeing the result would read the rest
        co_return late ? Failure{Reason::timed_out, "read: no end of the answer within the deadline"}
                       : Failure{Reason::malformed, "the answer is larger than any status"};
      }
    }
    if (mysql_errno(mysql) != 0) co_return failure();
    co_return table;
  }
};

MariaDb::MariaDb() : state_(std::make_unique<State>()) {}
MariaDb::~MariaDb() = default;
MariaDb::MariaDb(MariaDb&&) noexcept = default;
MariaDb& MariaDb::operator=(MariaDb&&) noexcept = default;

Task<Result<Done>> MariaDb::connect(const ServerAddress& address, Instant deadline) {
  close();
  const Result<Done> usable = check_option_file(address);
  if (!usable) co_return usable.error();
  std::vector<std::string> addresses{""};
  if (address.socket.empty()) {
    Result<std::vector<std::string>> found = co_await resolve(address.host, address.ipv4_only, deadline);
    if (!found) co_return found.error();
    addresses = std::move(*found);
  }
  Result<Done> last = Failure{Reason::unresolved, address.host + ": no address"};
  for (const std::string& ip : addresses) {
    last = co_await state_->connect_to(address, ip, deadline);
    if (last || last.error().reason == Reason::timed_out || last.error().reason == Reason::login_refused)
      break;
  }
  co_return last;
}

Task<BatchAnswer> MariaDb::ask(std::string_view statements, Instant deadline) {
  BatchAnswer answer;
  answer.asked = now();
  if (!connected()) {
    answer.failure = Failure{Reason::connection_lost, "not connected"};
    co_return answer;
  }
  MYSQL* mysql = state_->mysql;
  Result<int> sent = co_await state_->call<int>(
      "query", deadline,
      [&](int* out) { return mysql_real_query_start(out, mysql, statements.data(), statements.size()); },
      [mysql](int* out, int ready) { return mysql_real_query_cont(out, mysql, ready); });
  std::size_t size = 0;
  while (true) {
    if (!sent) answer.failure = sent.error();
    // The library says 1 of what the server refuses and -1 of what it could not even send.
    if (sent && *sent != 0) answer.failure = state_->failure();
    if (answer.failure) break;
    Result<mysql::Table> table = co_await state_->read_table(size, deadline);
    if (!table) {
      answer.failure = table.error();
      break;
    }
    if (answer.tables.size() == kMostTables) {
      answer.failure = Failure{Reason::malformed, "more answers than questions"};
      break;
    }
    answer.tables.push_back(std::move(*table));
    answer.answered.push_back(now());
    if (mysql_more_results(mysql) == 0) break;
    sent = co_await state_->call<int>(
        "next result", deadline, [&](int* out) { return mysql_next_result_start(out, mysql); },
        [mysql](int* out, int ready) { return mysql_next_result_cont(out, mysql, ready); });
  }
  // A statement that the server refuses leaves the connection as it was; everything else ends it.
  const bool lives =
      !answer.failure ||
      (answer.failure->reason != Reason::connection_lost &&
       ((answer.failure->number >= 1000 && answer.failure->number < 2000) || answer.failure->number >= 3000));
  if (!lives) {
    state_->connected = false;
    close();
  }
  co_return answer;
}

bool MariaDb::connected() const { return state_->connected; }

std::uint64_t MariaDb::connection_id() const { return connected() ? mysql_thread_id(state_->mysql) : 0; }

std::string MariaDb::server_version() const {
  return connected() ? one_line(or_null(mysql_get_server_info(state_->mysql))) : std::string();
}

std::uint16_t MariaDb::local_port() const {
  return connected() ? local_port_of(mysql_get_socket(state_->mysql)) : std::uint16_t{0};
}

void MariaDb::close() { state_->close(); }

}  // namespace replwatch::io
