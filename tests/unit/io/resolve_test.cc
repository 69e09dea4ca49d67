#include "probes/io/resolve.h"

#include <gtest/gtest.h>

#include <algorithm>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>

#include "probes/io/clock.h"
#include "probes/io/run.h"

namespace replwatch::io {
namespace {

using namespace std::chrono_literals;
using Addresses = std::vector<std::string>;

TEST(Resolve, AnAddressIsItsOwnAnswerAtOnce) {
  // The deadline has passed: whoever asked anybody would have none.
  const Instant past = now() - 1s;
  for (const char* address : {"127.0.0.1", "::1", "2001:db8::7", "10.0.0.2"}) {
    EXPECT_EQ(run(resolve(address, false, past)).value(), Addresses{address});
  }
}

TEST(Resolve, LocalhostIsLoopbackIpv4First) {
  const auto found = run(resolve("localhost", false, now() + 10s));
  ASSERT_TRUE(found) << found.error().text;
  EXPECT_EQ(found->front(), "127.0.0.1");
  const auto only_v4 = run(resolve("localhost", true, now() + 10s));
  ASSERT_TRUE(only_v4);
  EXPECT_TRUE(
      std::ranges::none_of(*only_v4, [](const std::string& each) { return each.find(':') != each.npos; }));
}

TEST(Resolve, ANameWithoutAddressIsUnresolved) {
  const auto found = run(resolve("no.such.name.invalid", false, now() + 5s));
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().text.find("no.such.name.invalid"), std::string::npos);
  EXPECT_EQ(found.error().reason, Reason::unresolved);
}

TEST(Resolve, EndsAtItsDeadlineWhateverTheResolverDoes) {
  const Instant began = now();
  const auto found = run(resolve("no.such.name.invalid", false, began - 1s));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().reason, Reason::unresolved);
  EXPECT_LT(now() - began, 2s);
}

TEST(Resolve, AnAskerThatIsDestroyedMayLeaveTheResolverAtWork) {
  for (int i = 0; i < 20; ++i) {
    asio::io_context loop(1);
    asio::co_spawn(
        loop, []() -> Task<void> { co_await resolve("no.such.name.invalid", false, now() + 10s); }(),
        asio::detached);
    loop.poll();
  }
}

}  // namespace
}  // namespace replwatch::io
