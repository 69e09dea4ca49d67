#include "probes/io/mysql_call.h"

#include <sys/socket.h>

#include <algorithm>
#include <variant>

#include <asio/experimental/as_tuple.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include "probes/io/clock.h"
#include "probes/io/wait.h"

namespace replwatch::io {
namespace {

using asio::experimental::awaitable_operators::operator||;
using Descriptor = asio::posix::stream_descriptor;

// The descriptor stays the library's: it is only lent to Asio while a wait lasts.
struct Lent {
  Descriptor descriptor;
  Lent(const asio::any_io_executor& executor, int fd) : descriptor(executor, fd) {}
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;
  ~Lent() { descriptor.release(); }
};

Task<bool> ready(Descriptor& descriptor, Descriptor::wait_type type) {
  const auto [error] =
      co_await descriptor.async_wait(type, asio::experimental::as_tuple(asio::use_awaitable));
  co_return !error;
}

}  // namespace

Task<int> wait_for_socket(MYSQL& connection, int wanted, Instant deadline) {
  const Instant library_limit =
      (wanted & MYSQL_WAIT_TIMEOUT) != 0
          ? now() + std::chrono::milliseconds(mysql_get_timeout_value_ms(&connection))
          : Instant::max();
  const Instant limit = std::min(deadline, library_limit);
  Lent socket(co_await asio::this_coro::executor, mysql_get_socket(&connection));
  asio::steady_timer timer(co_await asio::this_coro::executor);
  const bool reads = (wanted & (MYSQL_WAIT_READ | MYSQL_WAIT_EXCEPT)) != 0;
  const bool writes = (wanted & MYSQL_WAIT_WRITE) != 0;
  int got = 0;
  if (reads && writes) {
    const auto first =
        co_await (ready(socket.descriptor, Descriptor::wait_read) ||
                  ready(socket.descriptor, Descriptor::wait_write) || sleep_until(timer, limit));
    got = first.index() == 0 ? MYSQL_WAIT_READ : first.index() == 1 ? MYSQL_WAIT_WRITE : 0;
  } else {
    const auto first =
        co_await (ready(socket.descriptor, writes ? Descriptor::wait_write : Descriptor::wait_read) ||
                  sleep_until(timer, limit));
    got = first.index() == 0 ? (writes ? MYSQL_WAIT_WRITE : MYSQL_WAIT_READ) : 0;
  }
  if (got == 0 && library_limit < deadline) co_return MYSQL_WAIT_TIMEOUT;
  co_return got;
}

void unwind(MYSQL& connection, SuspendedCall& call) {
  sockaddr_storage peer{};
  socklen_t length = sizeof peer;
  call.had_peer =
      getpeername(mysql_get_socket(&connection), reinterpret_cast<sockaddr*>(&peer), &length) == 0;
  shutdown(mysql_get_socket(&connection), SHUT_RDWR);
  // Each step either fails at once on the socket that was shut down or is told that its time is over.
  for (int step = 0; step < 100 && call.go_on(MYSQL_WAIT_TIMEOUT) != 0; ++step) {
  }
}

Task<bool> finish(MYSQL& connection, SuspendedCall& call, int status, Instant deadline) {
  // A server that always has one more byte ready never makes us wait, so the clock is asked as well.
  while (status != 0) {
    const int got = now() < deadline ? co_await wait_for_socket(connection, status, deadline) : 0;
    if (got == 0) {
      unwind(connection, call);
      co_return false;
    }
    status = call.go_on(got);
  }
  co_return true;
}

}  // namespace replwatch::io
