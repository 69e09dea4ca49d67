#include "probes/io/followed_file.h"

#include <gtest/gtest.h>

#include "tests/unit/io/folder.h"

namespace replwatch::io {
namespace {

using testing::Folder;

// What the next reading gives: the bytes, in front of them "^" when they are the first of a file; "missing"
// and the like when it fails.
std::string next(FollowedFile& file, std::size_t limit = 1000) {
  const Result<FilePiece> piece = file.read_on(limit);
  if (!piece) return std::string(code(piece.error().reason));
  return (piece->restarted && !piece->bytes.empty() ? "^" : "") + piece->bytes;
}

TEST(FollowedFile, GivesEachByteOnceAndInOrder) {
  const Folder folder;
  folder.write("log", "one\ntwo\n");
  FollowedFile file(folder.path("log"));
  EXPECT_EQ(next(file), "^one\ntwo\n");
  EXPECT_EQ(next(file), "");
  folder.append("log", "three\n");
  EXPECT_EQ(next(file), "three\n");
  EXPECT_EQ(next(file), "");
}

TEST(FollowedFile, AHalfLineIsGivenAsFarAsItIsAndItsEndLater) {
  const Folder folder;
  folder.write("log", "one\ntw");
  FollowedFile file(folder.path("log"));
  EXPECT_EQ(next(file), "^one\ntw");
  folder.append("log", "o\n");
  EXPECT_EQ(next(file), "o\n");
}

TEST(FollowedFile, GivesNoMoreThanItsLimitAtOnce) {
  const Folder folder;
  folder.write("log", "0123456789");
  FollowedFile file(folder.path("log"));
  EXPECT_EQ(next(file, 4), "^0123");
  EXPECT_EQ(next(file, 4), "4567");
  EXPECT_EQ(next(file, 4), "89");
}

TEST(FollowedFile, ARenamedFileIsReadToItsEndBeforeTheNewOne) {
  const Folder folder;
  folder.write("log", "old\n");
  FollowedFile file(folder.path("log"));
  EXPECT_EQ(next(file), "^old\n");
  folder.append("log", "last\n");
  folder.rename("log", "log.1");
  folder.write("log", "new\n");
  EXPECT_EQ(next(file), "last\n");
  EXPECT_EQ(next(file), "^new\n");
  folder.append("log.1", "nobody writes here any more\n");
  EXPECT_EQ(next(file), "");
}

TEST(FollowedFile, TheWriterGoesOnInTheRenamedFileUntilItReopens) {
  // logrotate makes the new file first and tells the daemon afterwards.
  const Folder folder;
  folder.write("log", "old\n");
  FollowedFile file(folder.path("log"));
  EXPECT_EQ(next(file), "^old\n");
  folder.rename("log", "log.1");
  folder.write("log", "");
  EXPECT_EQ(next(file), "");
  folder.append("log.1", "still here\n");
  EXPECT_EQ(next(file), "still here\n");
  folder.append("log.1", "last\n");
  folder.append("log", "new\n");
  EXPECT_EQ(next(file), "last\n");
  EXPECT_EQ(next(file), "^new\n");
}

TEST(FollowedFile, ATruncatedFileIsReadFromItsStart) {
  const Folder folder;
  folder.write("log", "a long line\n");
  FollowedFile file(folder.path("log"));
  EXPECT_EQ(next(file), "^a long line\n");
  folder.write("log", "");
  EXPECT_EQ(next(file), "");
  folder.append("log", "new\n");
  EXPECT_EQ(next(file), "^new\n");
  folder.append("log", "more\n");
  EXPECT_EQ(next(file), "more\n");
}

TEST(FollowedFile, AFileThatAppearsLaterIsReadFromItsStart) {
  const Folder folder;
  FollowedFile file(folder.path("log"));
  EXPECT_EQ(next(file), "missing");
  EXPECT_EQ(next(file), "missing");
  folder.write("log", "first\n");
  EXPECT_EQ(next(file), "^first\n");
}

TEST(FollowedFile, ARemovedFileIsReadToItsEndAndThenMissing) {
  const Folder folder;
  folder.write("log", "one\n");
  FollowedFile file(folder.path("log"));
  EXPECT_EQ(next(file), "^one\n");
  folder.append("log", "two\n");
  folder.remove("log");
  EXPECT_EQ(next(file), "two\n");
  EXPECT_EQ(next(file), "missing");
  folder.write("log", "anew\n");
  EXPECT_EQ(next(file), "^anew\n");
}

TEST(FollowedFile, WhatIsNoFileIsUnreadableAndHoldsNobody) {
  const Folder folder;
  mkfifo(folder.path("log").c_str(), 0600);
  FollowedFile file(folder.path("log"));
  EXPECT_EQ(next(file), "unreadable");
  FollowedFile directory(folder.path(""));
  EXPECT_EQ(next(directory), "unreadable");
}

}  // namespace
}  // namespace replwatch::io
