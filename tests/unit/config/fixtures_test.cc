#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "agent/config/parse.h"

namespace replwatch::config {
namespace {

const std::filesystem::path kFixtures = REPLWATCH_SOURCE_DIR "/tests/fixtures/config";

std::string content(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  EXPECT_TRUE(in) << file;
  return {std::istreambuf_iterator<char>(in), {}};
}

// One line per problem, the file's name replaced by FILE.
std::string message(const std::filesystem::path& file) {
  std::string lines;
  for (const Problem& problem : parse_config(content(file)).problems)
    lines += line_of(problem, "FILE") + "\n";
  return lines;
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kFixtures / folder)) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

class RefusedConfig : public testing::TestWithParam<std::string> {};
class AcceptedConfig : public testing::TestWithParam<std::string> {};

TEST_P(RefusedConfig, SaysWhereWhatAndTheRemedy) {
  const std::filesystem::path file = kFixtures / "refused" / (GetParam() + ".json");
  const std::string found = message(file);
  EXPECT_EQ(found, content(std::filesystem::path(file).replace_extension(".message")));
  EXPECT_FALSE(found.empty());
  EXPECT_FALSE(parse_config(content(file)).config);
}

TEST_P(AcceptedConfig, HasNoProblem) {
  const std::filesystem::path file = kFixtures / "accepted" / (GetParam() + ".json");
  EXPECT_EQ(message(file), "");
  EXPECT_TRUE(parse_config(content(file)).config);
}

std::string as_test_name(const testing::TestParamInfo<std::string>& info) { return info.param; }

INSTANTIATE_TEST_SUITE_P(File, RefusedConfig, testing::ValuesIn(names_in("refused")), as_test_name);
INSTANTIATE_TEST_SUITE_P(File, AcceptedConfig, testing::ValuesIn(names_in("accepted")), as_test_name);

TEST(ConfigFixtures, EveryMessageHasItsFile) {
  for (const auto& entry : std::filesystem::directory_iterator(kFixtures / "refused")) {
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(entry.path()).replace_extension(".json")))
        << entry.path();
  }
  EXPECT_GE(names_in("refused").size(), 35u);
  EXPECT_GT(names_in("refused").size(), names_in("accepted").size());
}

TEST(ConfigFixtures, EveryRefusalEndsInARemedyAndFitsOnOneLine) {
  for (const std::string& name : names_in("refused")) {
    for (const Problem& problem : parse_config(content(kFixtures / "refused" / (name + ".json"))).problems) {
      EXPECT_NE(problem.text.find("; "), std::string::npos) << name << ": " << problem.text;
      EXPECT_GT(problem.line, 0) << name << ": " << problem.text;
      EXPECT_EQ(line_of(problem, "FILE").find('\n'), std::string::npos) << name;
    }
  }
}

// The shipped examples.
TEST(ConfigExamples, AreAccepted) {
  for (const char* name :
       {"agent/install/replwatch.json", "agent/install/minimal.json", "agent/schema/examples/config.json"}) {
    EXPECT_EQ(message(std::filesystem::path(REPLWATCH_SOURCE_DIR) / name), "") << name;
  }
}

TEST(ConfigExamples, TheOneForTheSchemaSaysTheSameAsTheCommentedOne) {
  const std::filesystem::path root = REPLWATCH_SOURCE_DIR;
  const auto commented = parse_config(content(root / "agent/install/replwatch.json")).config;
  EXPECT_EQ(commented, parse_config(content(root / "agent/schema/examples/config.json")).config);
  EXPECT_NE(commented, parse_config(content(root / "agent/install/minimal.json")).config);
}

}  // namespace
}  // namespace replwatch::config
