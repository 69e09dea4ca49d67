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

// Reads the log to its end and forgets the reader: what a killed agent has kept.
FilePlace read_and_die(const Folder& folder, std::size_t pieces = 100) {
  FollowedFile file(folder.path("log"));
  for (std::size_t i = 0; i < pieces; ++i) {
    const auto piece = file.read_on(4);
    if (!piece || piece->bytes.empty()) break;
  }
  return *file.place();
}

TEST(FollowedFile, ResumesAtAnyByteOfTheSameFile) {
  for (std::size_t pieces = 1; pieces < 6; ++pieces) {
    const Folder folder;
    folder.write("log", "0123456789abcdefghij");
    const FilePlace place = read_and_die(folder, pieces);
    folder.append("log", "klm");
    FollowedFile file(folder.path("log"));
    ASSERT_TRUE(file.resume(place)) << pieces;
    EXPECT_EQ(file.before(100), std::string("0123456789abcdefghij").substr(0, pieces * 4));
    EXPECT_EQ(next(file), std::string("0123456789abcdefghijklm").substr(pieces * 4));
    EXPECT_EQ(next(file), "");
  }
}

TEST(FollowedFile, ResumesInAFileThatWasRenamedMeanwhile) {
  const Folder folder;
  folder.write("log", "counted\n");
  const FilePlace place = read_and_die(folder);
  folder.append("log", "missed\n");
  folder.rename("log", "log.1");
  folder.write("log", "new\n");
  FollowedFile file(folder.path("log"));
  ASSERT_TRUE(file.resume(place));
  EXPECT_EQ(next(file), "missed\n");
  EXPECT_EQ(next(file), "^new\n");
  EXPECT_EQ(next(file), "");
}

TEST(FollowedFile, ReadsTheFilesBetweenInTheirOrder) {
  const Folder folder;
  folder.write("log", "counted\n");
  const FilePlace place = read_and_die(folder);
  folder.append("log", "missed\n");
  folder.rename("log", "log.2");
  folder.write("log.1", "between\n");
  folder.write("log", "new\n");
  folder.age("log.2", 20);
  folder.age("log.1", 10);
  FollowedFile file(folder.path("log"));
  ASSERT_TRUE(file.resume(place));
  EXPECT_EQ(next(file), "missed\n");
  EXPECT_EQ(next(file), "^between\n");
  EXPECT_EQ(next(file), "^new\n");
}

TEST(FollowedFile, ResumesInTheCopyOfAFileThatWasTruncated) {
  const Folder folder;
  folder.write("log", "counted\n");
  const FilePlace place = read_and_die(folder);
  folder.write("log.1", "counted\nmissed\n");
  folder.write("log", "n\n");
  FollowedFile file(folder.path("log"));
  ASSERT_TRUE(file.resume(place));
  EXPECT_EQ(next(file), "missed\n");
  EXPECT_EQ(next(file), "^n\n");
}

TEST(FollowedFile, AnotherFileOfTheSameNameIsNotTakenForTheOldOne) {
  const Folder folder;
  folder.write("log", "counted\n");
  const FilePlace place = read_and_die(folder);
  folder.write("log", "another, longer\n");  // the same inode
  FollowedFile file(folder.path("log"));
  EXPECT_FALSE(file.resume(place));
  EXPECT_EQ(next(file), "^another, longer\n");
}

TEST(FollowedFile, AFileWhoseOldPartIsGoneIsNotResumed) {
  const Folder folder;
  folder.write("log", "first\n");
  const FilePlace place = read_and_die(folder);
  folder.write("log.1", "other\nlines\n");
  folder.write("log", "new\n");
  FollowedFile file(folder.path("log"));
  EXPECT_FALSE(file.resume(place));
  EXPECT_EQ(next(file), "^new\n");
}

TEST(FollowedFile, WhatStandsThereCanBePassedOver) {
  const Folder folder;
  folder.write("log", "one\ntw");
  FollowedFile file(folder.path("log"));
  ASSERT_TRUE(file.skip_to_end());
  EXPECT_EQ(*file.place(), (FilePlace{6, "one\ntw"}));
  folder.append("log", "o\n");
  EXPECT_EQ(file.before(100), "one\ntw");
  EXPECT_FALSE(FollowedFile(folder.path("none")).skip_to_end());
}

TEST(FollowedFile, WhatStoodBeforeBeginsWithALine) {
  const Folder folder;
  folder.write("log", "one\ntwo\nthree\n");
  const FilePlace place = read_and_die(folder);
  FollowedFile file(folder.path("log"));
  ASSERT_TRUE(file.resume(place));
  EXPECT_EQ(file.before(100), "one\ntwo\nthree\n");
  EXPECT_EQ(file.before(8), "three\n");
  EXPECT_EQ(file.before(3), "");
}

}  // namespace
}  // namespace replwatch::io
