#include "probes/io/process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "probes/io/clock.h"
#include "tests/unit/io/folder.h"

namespace replwatch::io {
namespace {

TEST(Process, APidFileTellsSinceWhenOnlyWhereTheNameFits) {
  const testing::Folder folder;
  folder.write("own.pid", std::to_string(getpid()) + "\n");
  const auto start = process_start(folder.path("own.pid"), "test_io");
  ASSERT_TRUE(start);
  EXPECT_LE(*start, wall_now() + std::chrono::seconds(1));
  EXPECT_GT(*start, wall_now() - std::chrono::hours(1));
  EXPECT_FALSE(process_start(folder.path("own.pid"), "stunnel"));
  for (const char* text : {"", "0", "-1", "1x", "2147483647"}) {
    folder.write("bad.pid", text);
    EXPECT_FALSE(process_start(folder.path("bad.pid"), "")) << text;
  }
  EXPECT_FALSE(process_start(folder.path("none.pid"), ""));
}

TEST(Process, ReadingGoesByOwnerGroupAndMode) {
  const testing::Folder folder;
  folder.write("file", "x", 0600);
  EXPECT_EQ(readable_by(folder.path("file"), "nobody", ""), false);
  EXPECT_EQ(readable_by(folder.path("file"), "root", ""), true);
  EXPECT_EQ(readable_by(folder.path("file"), std::to_string(getuid()), ""), true);
  folder.write("file", "x", 0640);
  EXPECT_EQ(readable_by(folder.path("file"), "nobody", std::to_string(getgid())), true);
  EXPECT_FALSE(readable_by(folder.path("file"), "no-such-user", ""));
  EXPECT_FALSE(readable_by(folder.path("none"), "nobody", ""));
}

}  // namespace
}  // namespace replwatch::io
