// Golden files: what goes out is compared byte by byte with a file under tests/golden; run the test with
// REPLWATCH_UPDATE_GOLDEN=1 to write the file anew, then look at the difference.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace replwatch::testing {

inline std::string golden(const std::string& name) {
  std::ifstream file(std::string(REPLWATCH_SOURCE_DIR) + "/tests/golden/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void expect_golden(const std::string& name, const std::string& text) {
  if (std::getenv("REPLWATCH_UPDATE_GOLDEN")) {
    std::ofstream(std::string(REPLWATCH_SOURCE_DIR) + "/tests/golden/" + name, std::ios::binary) << text;
    return;
  }
  EXPECT_EQ(golden(name), text) << "tests/golden/" << name << " says otherwise";
}

}  // namespace replwatch::testing
