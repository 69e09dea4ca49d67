#include "probes/io/file.h"

#include <gtest/gtest.h>

#include "tests/unit/io/folder.h"

namespace replwatch::io {
namespace {

using testing::Folder;

TEST(ReadFile, GivesTheWholeWhateverItHolds) {
  const Folder folder;
  const std::string bytes("a\0b\xff\n", 5);
  folder.write("f", bytes);
  EXPECT_EQ(read_file(folder.path("f")).value(), bytes);
  folder.write("empty", "");
  EXPECT_EQ(read_file(folder.path("empty")).value(), "");
  folder.write("large", std::string(100'000, 'x'));
  EXPECT_EQ(read_file(folder.path("large")).value().size(), 100'000u);
}

TEST(ReadFile, RefusesWhatIsLargerThanItsLimit) {
  const Folder folder;
  folder.write("f", "12345");
  EXPECT_TRUE(read_file(folder.path("f"), 5));
  ASSERT_FALSE(read_file(folder.path("f"), 4));
  EXPECT_EQ(read_file(folder.path("f"), 4).error().reason, Reason::unreadable);
}

TEST(ReadFile, NamesWhatIsMissingAndWhatIsNoFile) {
  const Folder folder;
  folder.write("f", "");
  mkfifo(folder.path("fifo").c_str(), 0600);
  const std::pair<std::string, Reason> cases[] = {{folder.path("none"), Reason::missing},
                                                  {folder.path("f/below"), Reason::missing},
                                                  {folder.path(""), Reason::unreadable},
                                                  {folder.path("fifo"), Reason::unreadable}};
  for (const auto& [path, reason] : cases) {
    const Result<std::string> read = read_file(path);
    ASSERT_FALSE(read) << path;
    EXPECT_EQ(read.error().reason, reason) << path;
    EXPECT_EQ(read.error().text.find(path), 0u) << read.error().text;
  }
}

TEST(FileFacts, TellSizeModeAndWhichFileItIs) {
  const Folder folder;
  folder.write("a", "123", 0640);
  folder.write("b", "123");
  const FileFacts a = file_facts(folder.path("a")).value(), b = file_facts(folder.path("b")).value();
  EXPECT_EQ(a.size, 3u);
  EXPECT_EQ(a.mode, 0640u);
  EXPECT_EQ(a.uid, getuid());
  EXPECT_EQ(a.device, b.device);
  EXPECT_NE(a.inode, b.inode);
  EXPECT_GT(a.modified, WallTime{});
  EXPECT_EQ(file_facts(folder.path("none")).error().reason, Reason::missing);
}

TEST(FileFacts, OpenToOthersIsAnyRightOfAnybody) {
  const std::pair<std::uint32_t, bool> cases[] = {{0600, false}, {0640, false}, {0660, false},
                                                  {0644, true},  {0602, true},  {0601, true}};
  for (const auto& [mode, open] : cases) {
    FileFacts facts;
    facts.mode = mode;
    EXPECT_EQ(open_to_others(facts), open) << std::oct << mode;
  }
}

}  // namespace
}  // namespace replwatch::io
