// What would be missing if the source never came back: since when it is proven dead, and from that how much.
#pragma once

#include <optional>

#include "probes/link/evidence.h"

namespace replwatch::link {

// Its own host refuses connections to it, asked directly or by the stunnel at its side. A way that is broken,
// or a server that is silent, proves nothing: it may live and go on writing.
bool source_is_proven_dead(const Evidence& evidence);

class DeathWatch {
 public:
  // Call it with each judgement. The first proof in an unbroken row dates the death: at the latest then
  // nothing more was logged.
  void look(const Evidence& evidence);
  const std::optional<Instant>& dead_since() const { return dead_since_; }

 private:
  std::optional<Instant> dead_since_;
};

// Seconds at `now` for data that is fresh as of `fresh_at`.
double exposure(Instant fresh_at, const std::optional<Instant>& dead_since, Instant now);

}  // namespace replwatch::link
