// Whether a channel moves: dated from look to look, because one status row alone says nothing of movement.
#pragma once

#include <optional>

#include "probes/instant.h"
#include "probes/link/evidence.h"
#include "probes/mysql/replica_status.h"

namespace replwatch::link {

class ProgressWatch {
 public:
  // Takes the channel's row of a look that was asked and answered at these instants; null when the server has
  // no such channel.
  void look(const mysql::ReplicaStatus* status, Instant asked, Instant answered);
  const Progress& progress() const { return progress_; }

 private:
  std::optional<mysql::ReplicaStatus> before_;
  Instant asked_before_{};
  Progress progress_;
};

}  // namespace replwatch::link
