#include "nagios/wording.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "probes/mysql/grants.h"
#include "probes/text.h"

namespace replwatch::nagios {
namespace {

std::string rounded(double value, int places) {
  std::array<char, 64> text;
  const auto [end, error] =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, places);
  return error == std::errc{} ? std::string(text.data(), end) : "?";
}

}  // namespace

std::string in_seconds(double value) {
  const bool whole = value == std::floor(value) || value >= 10;
  return rounded(value, whole ? 0 : value < 0.1 ? 3 : 2) + " s";
}

std::string in_bytes(double value) { return rounded(value, 0) + (value == 1 ? " byte" : " bytes"); }

std::string in_words(const Failure& failure) {
  std::string words(code(failure.reason));
  std::ranges::replace(words, '_', ' ');
  return words + ": " + one_line(failure.text, 300);
}

std::string grant_remedy(const std::optional<mysql::Version>& version, mysql::Question question,
                         const Failure& failure, std::string_view account) {
  if (!version || !mysql::missing_grant(question, *version, failure.number)) return "";
  return "; on that server: " + mysql::grant_line(*version, account.empty() ? "USER@HOST" : account);
}

bool is_silence(Reason reason) {
  return reason == Reason::refused || reason == Reason::unresolved || reason == Reason::unreachable ||
         reason == Reason::timed_out || reason == Reason::connection_lost;
}

State state_of(link::Severity severity) {
  constexpr std::array<State, 4> kStates{State::ok, State::warning, State::critical, State::unknown};
  return kStates[static_cast<std::size_t>(severity)];
}

State judge(double value, const std::optional<Range>& warning, const std::optional<Range>& critical) {
  if (critical && critical->alerts(value)) return State::critical;
  return warning && warning->alerts(value) ? State::warning : State::ok;
}

}  // namespace replwatch::nagios
