#include "agent/config/nearest.h"

#include <algorithm>

#include "probes/text.h"

namespace replwatch::config {
namespace {

constexpr std::size_t kLongestWord = 63;

// Farther apart than this, a guess would mislead more than it helps. Two letters that changed places are 2.
std::size_t farthest(std::string_view word) {
  return std::min(word.size() / 2, std::max<std::size_t>(2, word.size() / 3));
}

}  // namespace

std::string suggestion(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string folded = lower(word.substr(0, kLongestWord));
  const auto distance = [&](std::string_view candidate) { return edit_distance(folded, lower(candidate)); };
  const auto best = std::ranges::min_element(known, {}, distance);
  if (best == known.end()) return "none is known here";
  if (distance(*best) <= farthest(folded)) return "did you mean \"" + std::string(*best) + "\"?";
  std::string all = "known here: ";
  for (const std::string_view candidate : known) {
    all += candidate;
    if (candidate != known.back()) all += ", ";
  }
  return all;
}

}  // namespace replwatch::config
