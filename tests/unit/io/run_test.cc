#include "probes/io/run.h"

#include <gtest/gtest.h>

#include <asio/post.hpp>
#include <asio/this_coro.hpp>
#include <memory>
#include <stdexcept>

#include "probes/io/clock.h"
#include "probes/io/wait.h"

namespace replwatch::io {
namespace {

using namespace std::chrono_literals;

Task<int> seven() { co_return 7; }
Task<std::unique_ptr<int>> moved() { co_return std::make_unique<int>(7); }
Task<int> thrown() {
  throw std::runtime_error("trouble");
  co_return 7;
}

TEST(Run, GivesWhatTheCoroutineReturns) {
  EXPECT_EQ(run(seven()), 7);
  EXPECT_EQ(*run(moved()), 7);
}

TEST(Run, PassesAnExceptionOn) { EXPECT_THROW(run(thrown()), std::runtime_error); }

TEST(SleepUntil, EndsAtItsInstantAndNotBefore) {
  const Instant until = now() + 20ms;
  EXPECT_TRUE(run(sleep_until(until)));
  EXPECT_GE(now(), until);
}

TEST(SleepUntil, AnInstantThatHasPassedDoesNotWait) {
  const Instant before = now();
  EXPECT_TRUE(run(sleep_until(before - 1h)));
  EXPECT_LT(now() - before, 5s);
}

Task<bool> cancelled() {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  asio::post(timer.get_executor(), [&timer] { timer.cancel(); });
  co_return co_await sleep_until(timer, Instant::max());
}

TEST(SleepUntil, ACancelledTimerSaysThatTheInstantHasNotCome) { EXPECT_FALSE(run(cancelled())); }

}  // namespace
}  // namespace replwatch::io
