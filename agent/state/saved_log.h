// What is kept of a tunnel's log: how far it was read, and what had been counted up to there. Both in one
// value, so that a line is counted once whenever the agent ends.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "probes/instant.h"
#include "probes/io/followed_file.h"
#include "probes/tunnel/tunnel_state.h"

namespace replwatch::agent {

struct SavedLog {
  std::string path;
  io::FilePlace place;
  tunnel::LogCounts counts;
  std::optional<WallTime> last_verify_ok;
  bool verification_seen = false;

  bool operator==(const SavedLog&) const = default;
};

std::string encode(const SavedLog& saved);
// Empty when it is not what encode() wrote. Reasons that a later version has added stand at 0.
std::optional<SavedLog> decode_log(std::string_view text);

}  // namespace replwatch::agent
