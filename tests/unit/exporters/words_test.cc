#include "exporters/words.h"

#include <gtest/gtest.h>

namespace replwatch::exporters {
namespace {

TEST(Words, SecondsAreSaidInTheTwoUnitsThatMatter) {
  const std::pair<double, std::string> table[] = {
      {0, "0.0 s"},         {0.44, "0.4 s"},         {9.94, "9.9 s"},  {9.96, "10 s"},
      {119.4, "119 s"},     {119.6, "1 min"},        {3599, "59 min"}, {3600, "1 h"},
      {6420, "1 h 47 min"}, {172799, "47 h 59 min"}, {172800, "2 d"},  {1047600, "12 d 3 h"},
      {-75, "-75 s"},       {kUnknown, "not known"}};
  for (const auto& [seconds, said] : table) EXPECT_EQ(say_seconds(seconds), said) << seconds;
}

TEST(Words, BytesAreSaidWithTwoDigits) {
  const std::pair<double, std::string> table[] = {
      {0, "0 B"},        {999, "999 B"},    {1000, "1.0 kB"},   {126000, "126 kB"},
      {1.2e9, "1.2 GB"}, {9e15, "9000 TB"}, {999600, "1.0 MB"}, {kUnknown, "not known"}};
  for (const auto& [bytes, said] : table) EXPECT_EQ(say_bytes(bytes), said) << bytes;
}

}  // namespace
}  // namespace replwatch::exporters
