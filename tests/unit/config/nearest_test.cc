#include "agent/config/nearest.h"

#include <gtest/gtest.h>

namespace replwatch::config {
namespace {

const std::vector<std::string_view> kKnown{"host", "port", "password_env", "via"};

TEST(ConfigSuggestion, OneOrTwoSlipsAreSeenThrough) {
  EXPECT_EQ(suggestion("prot", kKnown), "did you mean \"port\"?");
  EXPECT_EQ(suggestion("Host", kKnown), "did you mean \"host\"?");
  EXPECT_EQ(suggestion("pasword_evn", kKnown), "did you mean \"password_env\"?");
  EXPECT_EQ(suggestion("vai", {"via", "vain"}), "did you mean \"vain\"?");
}

TEST(ConfigSuggestion, AFarWordGetsTheListInsteadOfAGuess) {
  const std::string all = "known here: host, port, password_env, via";
  EXPECT_EQ(suggestion("colour", kKnown), all);
  EXPECT_EQ(suggestion("url", kKnown), all);
  EXPECT_EQ(suggestion("", kKnown), all);
  EXPECT_EQ(suggestion(std::string(1000000, 'x'), kKnown), all);
}

TEST(ConfigSuggestion, WhereNothingIsKnownItSaysSo) { EXPECT_EQ(suggestion("x", {}), "none is known here"); }

}  // namespace
}  // namespace replwatch::config
