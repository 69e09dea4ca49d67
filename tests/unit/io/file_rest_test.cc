#include "probes/io/file_rest.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/io/folder.h"

namespace replwatch::io {
namespace {

// Reads the log again and again as a program would that keeps only the place.
class FileRestTest : public ::testing::Test {
 protected:
  // The news, "|" where a gap was told.
  std::string news() {
    std::string bytes;
    context_.clear();
    const auto rest = read_rest(folder_.path("log"), place_, [&](Passage passage, std::string_view piece) {
      if (passage == Passage::next_file) bytes += '|';
      (passage == Passage::context ? context_ : bytes) += piece;
    });
    if (!rest) return "failed";
    place_ = rest->place;
    lost_ = rest->rest_lost;
    return bytes;
  }

  testing::Folder folder_;
  std::optional<FilePlace> place_;
  std::string context_;
  bool lost_ = false;
};

TEST_F(FileRestTest, EachFinishedLineIsNewsOnce) {
  folder_.write("log", "a\nb\nhal");
  EXPECT_EQ(news(), "a\nb\n");
  EXPECT_EQ(news(), "");
  folder_.append("log", "f\nc\n");
  EXPECT_EQ(news(), "half\nc\n");
  EXPECT_EQ(context_, "a\nb\n");
  EXPECT_EQ(news(), "");
}

TEST_F(FileRestTest, WhatCameIntoARenamedFileIsReadBeforeTheNewOne) {
  folder_.write("log", "a\n");
  news();
  folder_.append("log", "b\n");
  folder_.rename("log", "log-20261124");
  folder_.write("log", "c\n");
  EXPECT_EQ(news(), "b\nc\n");
  EXPECT_EQ(context_, "a\n");
  EXPECT_FALSE(lost_);
}

TEST_F(FileRestTest, WhatCameBeforeACopyAndTruncationIsReadFromTheCopy) {
  folder_.write("log", "first\n");
  news();
  folder_.write("log.1", "first\nsecond\n");
  folder_.write("log", "third line, longer than what was there before\n");
  EXPECT_EQ(news(), "second\nthird line, longer than what was there before\n");
  EXPECT_FALSE(lost_);
}

TEST_F(FileRestTest, AnotherFilesOldCopyIsNotTakenForThisOne) {
  folder_.write("log", "first\n");
  news();
  folder_.write("log.1", "other\nlines\n");
  folder_.write("log", "new\n");
  EXPECT_EQ(news(), "|new\n");
  EXPECT_TRUE(lost_);
}

TEST_F(FileRestTest, AFileThatIsGoneIsToldAsAGap) {
  folder_.write("log", "a\n");
  news();
  folder_.write("new", "b\n");
  folder_.rename("new", "log");
  EXPECT_EQ(news(), "|b\n");
  EXPECT_TRUE(lost_);
}

TEST_F(FileRestTest, AMissingFileFailsAndThePlaceHolds) {
  folder_.write("log", "a\n");
  news();
  folder_.rename("log", "log.1");
  EXPECT_EQ(news(), "failed");
  folder_.append("log.1", "b\n");
  folder_.write("log", "c\n");
  EXPECT_EQ(news(), "b\nc\n");
}

TEST_F(FileRestTest, LongFilesComeWhole) {
  std::string whole;
  for (int i = 0; i < 300'000; ++i) whole += "line " + std::to_string(i) + "\n";
  folder_.write("log", whole);
  EXPECT_EQ(news(), whole);
  folder_.append("log", "end\n");
  EXPECT_EQ(news(), "end\n");
  EXPECT_LE(context_.size(), 64u * 1024);
  EXPECT_TRUE(context_.starts_with("line ")) << context_.substr(0, 20);
}

TEST_F(FileRestTest, TheEndIsBehindTheLastFinishedLine) {
  for (const auto& [text, end] : {std::pair{"", 0u}, {"a\nb\n", 4u}, {"a\nb", 2u}, {"half", 0u}}) {
    folder_.write("log", text);
    const auto place = end_of_file(folder_.path("log"));
    ASSERT_TRUE(place) << text;
    EXPECT_EQ(place->offset, end) << text;
  }
  folder_.write("log", "a\nb");
  place_ = *end_of_file(folder_.path("log"));
  folder_.append("log", "c\n");
  EXPECT_EQ(news(), "bc\n");
}

}  // namespace
}  // namespace replwatch::io
