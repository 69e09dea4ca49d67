#include "agent/config/problem.h"

#include <gtest/gtest.h>

namespace replwatch::config {
namespace {

TEST(ConfigProblem, NamesFileLineAndPath) {
  EXPECT_EQ(line_of({3, "deadline", "is wrong; mend it"}, "a.json"), "a.json:3: deadline: is wrong; mend it");
  EXPECT_EQ(line_of({3, "", "is wrong; mend it"}, "a.json"), "a.json:3: is wrong; mend it");
  EXPECT_EQ(line_of({0, "deadline", "is wrong; mend it"}, "a.json"), "a.json: deadline: is wrong; mend it");
}

TEST(ConfigProblem, IsOneLineWhateverTheFileHolds) {
  EXPECT_EQ(line_of({1, "a", "x\ny\x1b[31m"}, "f\n"), "f :1: a: x y [31m");
  EXPECT_LE(line_of({1, "a", std::string(100000, 'x')}, "f").size(), 2000u);
}

TEST(ConfigProblem, APathIsNeverReadAsAnother) {
  EXPECT_EQ(join("", "servers"), "servers");
  EXPECT_EQ(join("servers", "server_1-a"), "servers.server_1-a");
  EXPECT_EQ(join("servers", "a.b"), "servers.\"a.b\"");
  EXPECT_EQ(join("servers", ""), "servers.\"\"");
  EXPECT_EQ(join("databases", std::size_t{2}), "databases[2]");
  EXPECT_LT(join("", std::string(100000, 'x')).size(), 100u);
}

}  // namespace
}  // namespace replwatch::config
