#include "probes/io/wait.h"

#include <asio/experimental/as_tuple.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include "probes/io/clock.h"

namespace replwatch::io {

Task<bool> sleep_until(asio::steady_timer& timer, Instant instant) {
  timer.expires_after(instant - now());
  const auto [error] = co_await timer.async_wait(asio::experimental::as_tuple(asio::use_awaitable));
  co_return !error;
}

Task<bool> sleep_until(Instant instant) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  co_return co_await sleep_until(timer, instant);
}

}  // namespace replwatch::io
