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

std::string_view look_remedy(Reason reason) {
  switch (reason) {
    case Reason::login_refused:
      return "user and password in the option file (-f, -g) or --password-env, and whether the account may "
             "come from this host";
    case Reason::unreadable:
      return "it must be there, readable for the user that runs this plugin, and for nobody else";
    case Reason::missing:
      return "install on this host what is named there";
    case Reason::unresolved:
    case Reason::unreachable:
      return "name, route and firewall from this host to the server";
    case Reason::connection_lost:
      return "the server's error log, and what stands between it and this host";
    case Reason::timed_out:
      return "on the server's host: state of mysqld (stopped? full disk?); else a firewall on the way to it";
    case Reason::malformed:
      return "is it a MySQL or MariaDB server that answers there?";
    default:
      return "";
  }
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
