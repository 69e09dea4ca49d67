#include "nagios/outcome.h"

#include <gtest/gtest.h>

#include <string>

#include "probes/instant.h"
#include "probes/text.h"

namespace replwatch::nagios {
namespace {

constexpr PerfRow kRows[] = {{"lag", "s", "", true}, {"unreceived", "B", ""}, {"channels", "", ""}};

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

TEST(State, CriticalHidesUnknownHidesWarningHidesOk) {
  const State order[] = {State::critical, State::unknown, State::warning, State::ok};
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = i; j < 4; ++j) {
      EXPECT_EQ(worse(order[i], order[j]), order[i]);
      EXPECT_EQ(worse(order[j], order[i]), order[i]);
    }
  }
}

TEST(State, ExitCodesAreThePluginGuidelines) {
  EXPECT_EQ(exit_code(State::ok), 0);
  EXPECT_EQ(exit_code(State::warning), 1);
  EXPECT_EQ(exit_code(State::critical), 2);
  EXPECT_EQ(exit_code(State::unknown), 3);
}

TEST(Check, IsAsBadAsTheWorstOfItselfAndItsParts) {
  Check check{State::ok, "top", {}, {{State::warning, "a", {}, {{State::critical, "deep", {}, {}}}}}};
  EXPECT_EQ(worst_state(check), State::critical);
  check.parts[0].parts.clear();
  EXPECT_EQ(worst_state(check), State::warning);
  check.state = State::unknown;
  EXPECT_EQ(worst_state(check), State::unknown);
}

TEST(Outcome, EveryLabelIsWrittenAndTheUnknownIsU) {
  Outcome outcome{{State::ok, "fine", {}, {}}, unknown_values(kRows, "60", "300"), {}};
  EXPECT_EQ(render(outcome), "OK - fine|lag=U;60;300;0 unreceived=U;;;0 channels=U;;;0\n");
  outcome.perf[0].value = 0;
  outcome.perf[1].value = 1234567890123.0;
  outcome.perf[2].value = 2;
  EXPECT_EQ(render(outcome), "OK - fine|lag=0s;60;300;0 unreceived=1234567890123B;;;0 channels=2;;;0\n");
}

TEST(Outcome, NumbersArePlainDecimals) {
  const std::pair<double, std::string_view> rows[] = {{0.25, "0.25"},        {1e-9, "0"},
                                                      {-0.0, "0"},           {1e15, "1000000000000000"},
                                                      {1.0 / 3, "0.333333"}, {100, "100"}};
  for (const auto& [value, text] : rows) {
    auto perf = unknown_values(std::span(kRows).subspan(2));
    perf[0].value = value;
    EXPECT_EQ(perf_text(perf), "channels=" + std::string(text) + ";;;0");
  }
  for (const double strange : {kUnknown, std::numeric_limits<double>::infinity()}) {
    auto perf = unknown_values(std::span(kRows).subspan(2));
    perf[0].value = strange;
    EXPECT_EQ(perf_text(perf), "channels=U;;;0");
  }
}

TEST(Outcome, ForeignPipesAndLineBreaksCannotReachThePerformanceData) {
  Outcome outcome{
      {State::critical, "a|lag=0s\nsecond\r\t|", {"detail|x=1\ny"}, {}}, unknown_values(kRows), {}};
  const std::string text = render(outcome);
  EXPECT_EQ(first_line(text), "CRITICAL - a/lag=0s second  /|lag=U;;;0 unreceived=U;;;0 channels=U;;;0");
  EXPECT_EQ(text.substr(text.find('\n') + 1), "detail/x=1 y\n");
}

TEST(Outcome, InvalidUtf8BecomesValid) {
  const std::string text = render({{State::ok, "caf\xE9 \xC3\xA9 \xF0\x9F", {"\xFF"}, {}}, {}, {}});
  EXPECT_EQ(valid_utf8(text), text);
  EXPECT_NE(text.find("\xC3\xA9"), std::string::npos);
}

TEST(Outcome, AHugeTextLeavesThePerformanceDataWholeWithinTheLimits) {
  Outcome outcome{{State::critical, std::string(5000, 'x'), {}, {}}, unknown_values(kRows, "60", "300"), {}};
  for (int i = 0; i < 50; ++i) {
    outcome.check.details.push_back("\xE2\x82\xAC" + std::string(300, 'y'));
    outcome.check.parts.push_back({State::ok, std::string(300, 'z'), {}, {}});
  }
  const std::string text = render(outcome);
  EXPECT_LT(first_line(text).size(), 1000u);
  EXPECT_LT(text.size(), 4000u);
  EXPECT_TRUE(first_line(text).ends_with("...|lag=U;60;300;0 unreceived=U;;;0 channels=U;;;0"));
  EXPECT_TRUE(text.ends_with("(more was cut)\n"));
  EXPECT_EQ(valid_utf8(text), text);
}

TEST(Outcome, WorstPartsComeFirstAndNoneIsHidden) {
  const Outcome outcome{{State::ok,
                         "top",
                         {"detail"},
                         {{State::ok, "good", {}, {}},
                          {State::warning, "late", {}, {}},
                          {State::critical, "broken", {"why"}, {}},
                          {State::unknown, "unseen", {}, {}}}},
                        {},
                        {}};
  EXPECT_EQ(
      render(outcome),
      "CRITICAL - top\ndetail\n[CRITICAL] broken\n  why\n[UNKNOWN] unseen\n[WARNING] late\n[OK] good\n");
}

}  // namespace
}  // namespace replwatch::nagios
