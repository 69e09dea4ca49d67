#include "probes/io/environment.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace replwatch::io {
namespace {

TEST(Environment, AVariableThatIsNotSetIsNotAnEmptyOne) {
  unsetenv("REPLWATCH_TEST_VARIABLE");
  EXPECT_FALSE(environment_variable("REPLWATCH_TEST_VARIABLE"));
  setenv("REPLWATCH_TEST_VARIABLE", "", 1);
  EXPECT_EQ(environment_variable("REPLWATCH_TEST_VARIABLE"), "");
  setenv("REPLWATCH_TEST_VARIABLE", "secret", 1);
  EXPECT_EQ(environment_variable("REPLWATCH_TEST_VARIABLE"), "secret");
  unsetenv("REPLWATCH_TEST_VARIABLE");
}

TEST(Environment, OnlyAFolderThatIsThereCanBeWrittenInto) {
  EXPECT_TRUE(may_write_into(testing::TempDir()));
  EXPECT_FALSE(may_write_into(testing::TempDir() + "/not-there"));
  EXPECT_FALSE(may_write_into(REPLWATCH_SOURCE_DIR "/CMakeLists.txt"));
}

}  // namespace
}  // namespace replwatch::io
