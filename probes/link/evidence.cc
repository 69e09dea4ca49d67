#include "probes/link/evidence.h"

namespace replwatch::link {

const mysql::ReplicaStatus* Evidence::status() const {
  const auto* channels = replica.replica.fresh(now, limits.evidence_life(limits.replica_interval));
  if (channels == nullptr) return nullptr;
  for (const mysql::ReplicaStatus& each : *channels) {
    if (each.channel == channel) return &each;
  }
  return nullptr;
}

bool Evidence::source_answers() const {
  return source_configured &&
         source.variables.fresh(now, limits.evidence_life(limits.source_interval)) != nullptr;
}

bool Evidence::source_is_sampled() const {
  // A slow answer makes the agent ask less often, so the latest look counts whatever its age is.
  return source_answers() && source.source.good() && source.source.value && source.source.value->position;
}

bool Evidence::replica_answers() const {
  return replica.variables.fresh(now, limits.evidence_life(limits.replica_interval)) != nullptr;
}

}  // namespace replwatch::link
