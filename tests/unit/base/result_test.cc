#include "probes/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

namespace replwatch {
namespace {

TEST(Result, AValueIsHeldAndGivenBack) {
  Result<std::string> result = std::string("text");
  ASSERT_TRUE(result);
  EXPECT_TRUE(result.has_value());
  EXPECT_EQ(*result, "text");
  EXPECT_EQ(result->size(), 4u);
  *result += "s";
  EXPECT_EQ(result.value(), "texts");
}

TEST(Result, AFailureStandsInThePlaceOfAValue) {
  const Result<int> result = Failure{Reason::refused, "no one listens", 111};
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error(), (Failure{Reason::refused, "no one listens", 111}));
  EXPECT_EQ(result.value_or(7), 7);
  EXPECT_EQ(Result<int>(3).value_or(7), 3);
}

TEST(Result, ADeedWithoutAValueIsDoneOrFailed) {
  EXPECT_TRUE(Result<Done>(Done{}));
  EXPECT_FALSE(Result<Done>(Failure{}));
}

TEST(Result, AValueThatCannotBeCopiedIsMovedOut) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
  const std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 5);
}

TEST(Failure, EveryReasonHasACodeOfItsOwn) {
  EXPECT_EQ(std::set<std::string_view>(kReasonCodes.begin(), kReasonCodes.end()).size(), kReasonCodes.size());
  EXPECT_EQ(code(Reason::refused), "refused");
  EXPECT_EQ(code(Reason::statement_hung), "statement_hung");
  EXPECT_EQ(code(Reason::missing), "missing");
}

TEST(Failure, EqualMeansReasonTextAndNumber) {
  const Failure failure{Reason::refused, "a", 1};
  EXPECT_NE(failure, (Failure{Reason::unreachable, "a", 1}));
  EXPECT_NE(failure, (Failure{Reason::refused, "b", 1}));
  EXPECT_NE(failure, (Failure{Reason::refused, "a", 2}));
}

}  // namespace
}  // namespace replwatch
