#include "probes/io/folder.h"

#include <gtest/gtest.h>

#include "tests/unit/io/folder.h"

namespace replwatch::io {
namespace {

TEST(ListFolder, NamesComeInTheOrderOfTheirBytes) {
  const testing::Folder folder;
  for (const char* name : {"10-b.conf", "00-global.conf", "Z", "a"}) folder.write(name, "x");
  EXPECT_EQ(list_folder(folder.path("")).value(),
            (std::vector<std::string>{"00-global.conf", "10-b.conf", "Z", "a"}));
}

TEST(ListFolder, WhatIsNoFolderIsMissingAndTooManyAreRefused) {
  const testing::Folder folder;
  folder.write("a", "x");
  folder.write("b", "x");
  EXPECT_EQ(list_folder(folder.path("none")).error().reason, Reason::missing);
  EXPECT_EQ(list_folder(folder.path("a")).error().reason, Reason::missing);
  EXPECT_EQ(list_folder(folder.path(""), 1).error().reason, Reason::unreadable);
  EXPECT_EQ(list_folder(folder.path(""), 2).value().size(), 2u);
}

}  // namespace
}  // namespace replwatch::io
