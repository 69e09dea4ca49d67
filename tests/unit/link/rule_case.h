// One case of a rule's test: the evidence, the sentence that it stands for, and whether the rule holds for
// it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "probes/link/rules.h"
#include "tests/unit/link/evidence_builder.h"

namespace replwatch::link {

struct RuleCase {
  std::string rule;
  std::string sentence;
  Given given;
};

inline const Rule* find_rule(std::span<const Rule> rules, std::string_view name) {
  const auto found = std::ranges::find(rules, name, &Rule::name);
  return found == rules.end() ? nullptr : &*found;
}

// The sentence as the test's name.
inline std::string name_of(const testing::TestParamInfo<RuleCase>& info) {
  std::string name = info.param.rule + "__" + info.param.sentence;
  for (char& each : name) {
    if (std::isalnum(static_cast<unsigned char>(each)) == 0) each = '_';
  }
  return name;
}

inline void expect_each_rule_both_ways(std::span<const Rule> rules, const std::vector<RuleCase>& holding,
                                       const std::vector<RuleCase>& false_alarms) {
  const auto has = [](const std::vector<RuleCase>& cases, std::string_view name) {
    return std::ranges::find(cases, name, &RuleCase::rule) != cases.end();
  };
  std::set<std::string_view> names;
  for (const Rule& each : rules) {
    EXPECT_TRUE(names.insert(each.name).second) << each.name << " stands there twice";
    EXPECT_TRUE(has(holding, each.name)) << each.name << " is not seen to hold";
    EXPECT_TRUE(has(false_alarms, each.name)) << each.name << " is not seen not to hold";
  }
}

inline void expect_none_on_a_healthy_link(std::span<const Rule> rules) {
  for (const Given& given : {Given(), Given().source_asked_directly(), Given().without_tunnel(),
                             Given().source_not_configured(), Given().sockets_not_seen()}) {
    for (const Rule& each : rules) EXPECT_FALSE(each.holds(given.evidence)) << each.name;
  }
}

}  // namespace replwatch::link
