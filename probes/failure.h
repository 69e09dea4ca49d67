// Why a look at the world gave nothing: one code that rules and metrics key on, and words for people.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace replwatch {

// The codes are label values of replwatch_probe_failures_total: never rename one.
enum class Reason {
  refused,           // the other side answered with a reset, or a local socket is missing
  unreachable,       // no route, or the network said no
  unresolved,        // the name has no address
  timed_out,         // the deadline passed before anything answered
  login_refused,     // the server does not accept our account
  access_denied,     // logged in, but a privilege is missing
  crowded_out,       // a connection limit was met
  connection_lost,   // an established connection ended
  statement_hung,    // the server answered a cheap statement, and this one not
  statement_failed,  // the server answered a statement with an error
  malformed,         // an answer that cannot be read
  unreadable,        // a file or socket table that may not be read
  missing,           // a file, row or channel that is not there
};

inline constexpr std::array<std::string_view, 13> kReasonCodes{
    "refused",       "unreachable", "unresolved",      "timed_out",      "login_refused",
    "access_denied", "crowded_out", "connection_lost", "statement_hung", "statement_failed",
    "malformed",     "unreadable",  "missing"};
static_assert(kReasonCodes.size() == static_cast<std::size_t>(Reason::missing) + 1);

constexpr std::string_view code(Reason reason) { return kReasonCodes[static_cast<std::size_t>(reason)]; }

struct Failure {
  Reason reason = Reason::missing;
  std::string text;     // one line for people; may quote a server verbatim, so local use only
  unsigned number = 0;  // the server's error number, or errno; 0 when there is none

  bool operator==(const Failure&) const = default;
};

}  // namespace replwatch
