#include "nagios/outcome.h"

#include <algorithm>

#include "probes/text.h"

namespace replwatch::nagios {
namespace {

constexpr std::string_view kCutNote = "(more was cut)\n";

int rank(State state) {
  constexpr std::array<int, 4> kRanks{0, 1, 3, 2};  // ok, warning, critical, unknown
  return kRanks[static_cast<std::size_t>(state)];
}

// A `|` in the text would end it and spoil the performance data behind it.
std::string safe_line(std::string_view text, std::size_t limit) {
  std::string line = one_line(text, limit);
  std::ranges::replace(line, '|', '/');
  return line;
}

void add_lines(const Check& check, std::size_t depth, std::vector<std::string>& lines) {
  const std::string indent(2 * depth, ' ');
  for (const std::string& detail : check.details) lines.push_back(indent + detail);
  std::vector<const Check*> parts;
  for (const Check& part : check.parts) parts.push_back(&part);
  std::ranges::stable_sort(parts, std::greater{}, [](const Check* part) { return rank(worst_state(*part)); });
  for (const Check* part : parts) {
    lines.push_back(indent + "[" + std::string(word(worst_state(*part))) + "] " + part->text);
    add_lines(*part, depth + 1, lines);
  }
}

}  // namespace

State worse(State a, State b) { return rank(a) >= rank(b) ? a : b; }

State worst_state(const Check& check) {
  State state = check.state;
  for (const Check& part : check.parts) state = worse(state, worst_state(part));
  return state;
}

std::string render(const Outcome& outcome) {
  const std::string perf = outcome.perf.empty() ? "" : "|" + perf_text(outcome.perf);
  const std::string head = std::string(word(worst_state(outcome.check))) + " - ";
  const std::size_t taken = head.size() + perf.size() + 1;
  const std::size_t room = taken < kFirstLineLimit ? kFirstLineLimit - 1 - taken : 0;
  std::string out = head + safe_line(outcome.check.text, room) + perf + "\n";

  std::vector<std::string> lines;
  add_lines(outcome.check, 0, lines);
  for (const std::string& line : lines) {
    const std::string safe = safe_line(line, kFirstLineLimit);
    if (out.size() + safe.size() + 1 + kCutNote.size() >= kWholeLimit) return out + std::string(kCutNote);
    out += safe + "\n";
  }
  return out;
}

}  // namespace replwatch::nagios
