#include "probes/io/replace_file.h"

#include <gtest/gtest.h>

#include "probes/io/file.h"
#include "tests/unit/io/folder.h"

namespace replwatch::io {
namespace {

TEST(ReplaceFile, TheTextIsThereAndNothingBesideIt) {
  const testing::Folder folder;
  for (const std::string text : {"first\n", "second, longer\n", ""}) {
    ASSERT_TRUE(replace_file(folder.path("state"), text));
    EXPECT_EQ(*read_file(folder.path("state")), text);
  }
  EXPECT_EQ(file_facts(folder.path("state"))->mode, 0600u);
  const auto entries = std::filesystem::directory_iterator(folder.path(""));
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST(ReplaceFile, WhereItCannotBeWrittenTheFailureNamesThePath) {
  const testing::Folder folder;
  const auto done = replace_file(folder.path("nowhere/state"), "x");
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().text.find("nowhere/state: No such file"), std::string::npos) << done.error().text;
}

TEST(ReplaceFile, AFolderInItsPlaceStaysAndNothingIsLeftBeside) {
  const testing::Folder folder;
  std::filesystem::create_directory(folder.path("state"));
  EXPECT_FALSE(replace_file(folder.path("state"), "x"));
  const auto entries = std::filesystem::directory_iterator(folder.path(""));
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

}  // namespace
}  // namespace replwatch::io
