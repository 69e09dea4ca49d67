#include "agent/passwords.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace replwatch::agent {
namespace {

// "secret", as `openssl passwd -6 -salt saltsalt` writes it.
const std::string kHash =
    "$6$saltsalt$TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1";

TEST(Passwords, OnlyTheRightPasswordOfAKnownUserIsAdmitted) {
  const auto passwords = Passwords::parse("# readers\n\nprometheus:" + kHash + "\n");
  ASSERT_TRUE(passwords) << passwords.error().text;
  EXPECT_TRUE(passwords->admits("prometheus", "secret"));
  EXPECT_FALSE(passwords->admits("prometheus", "Secret"));
  EXPECT_FALSE(passwords->admits("prometheus", ""));
  EXPECT_FALSE(passwords->admits("prometheus", kHash));
  EXPECT_FALSE(passwords->admits("nobody", "secret"));
}

TEST(Passwords, ManyThreadsAskOneGate) {
  const auto passwords = Passwords::parse("prometheus:" + kHash);
  ASSERT_TRUE(passwords) << passwords.error().text;
  std::atomic<int> admitted = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      if (passwords->admits("prometheus", i % 2 == 0 ? "secret" : "wrong")) ++admitted;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(admitted, 2);
}

TEST(Passwords, WhatIsNoListOfHashesIsRefusedWithItsLine) {
  struct Case {
    const char* name;
    std::string text, words;
  };
  const Case cases[] = {
      {"empty", "", "no user in it; add a line \"user:hash\""},
      {"only a comment", "# nobody\n", "no user in it; add a line \"user:hash\""},
      {"no colon", "prometheus\n", "line 1: not \"user:hash\""},
      {"no user", "\n:" + kHash, "line 2: not \"user:hash\""},
      {"plain text", "prometheus:secret", "line 1: no hash that this system knows"},
      {"unknown method", "prometheus:$99$saltsalt$0123456789", "line 1: no hash that this system knows"},
      {"cut off", "prometheus:" + kHash.substr(0, 40), "line 1: no hash that this system knows"},
      {"twice", "a:" + kHash + "\na:" + kHash, "line 2: user a stands twice"},
  };
  for (const Case& each : cases) {
    const auto passwords = Passwords::parse(each.text);
    ASSERT_FALSE(passwords) << each.name;
    EXPECT_EQ(passwords.error().text.rfind(each.words, 0), 0u) << each.name << ": " << passwords.error().text;
  }
}

}  // namespace
}  // namespace replwatch::agent
