// The verdict on a link: one cause with its severity, the hops, and why.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "probes/instant.h"
#include "probes/link/cause.h"
#include "probes/link/finding.h"
#include "probes/link/hop.h"

namespace replwatch::link {

// On whose word the verdict rests. Codes are label values of replwatch_link_basis.
enum class Basis { both_ends, replica_only, none };
inline constexpr std::array<Basis, 3> kBases{Basis::both_ends, Basis::replica_only, Basis::none};
constexpr std::string_view code(Basis basis) {
  constexpr std::array<std::string_view, 3> kCodes{"both_ends", "replica_only", "none"};
  return kCodes[static_cast<std::size_t>(basis)];
}

struct EvidenceLine {
  std::string text;        // one line; no error text of the SQL thread
  std::string local_text;  // verbatim words of server or log that go out only locally; "" when none
  Instant seen{};          // when the observation was made: the age is computed when answering
  bool operator==(const EvidenceLine&) const = default;
};

struct Verdict {
  Cause cause = Cause::blind;
  Severity severity = Severity::unknown;
  Hops hops{HopState::unknown, HopState::unknown, HopState::unknown,
            HopState::unknown, HopState::unknown, HopState::unknown};
  std::optional<Hop> broken_hop;  // the first broken one
  Basis basis = Basis::none;
  std::string sentence;  // what is so, with this link's particulars
  std::string next;      // what to check next
  std::vector<EvidenceLine> evidence;
  std::vector<std::string> ruled_out;  // each: "code: why not"
  std::vector<Cause> alternatives;     // other causes that the evidence fits
  bool operator==(const Verdict&) const = default;
};

}  // namespace replwatch::link
