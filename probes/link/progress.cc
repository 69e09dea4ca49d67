#include "probes/link/progress.h"

namespace replwatch::link {

void ProgressWatch::look(const mysql::ReplicaStatus* status, Instant asked, Instant answered) {
  if (status == nullptr) {
    before_.reset();
    progress_ = {};
    return;
  }
  if (status->io != mysql::IoState::connecting) {
    progress_.connecting_since.reset();
  } else if (!progress_.connecting_since) {
    progress_.connecting_since = asked;
  }
  if (status->io != mysql::IoState::running) {
    progress_.running_since.reset();
  } else if (!progress_.running_since) {
    progress_.running_since = asked;
  }
  if (before_ &&
      (before_->read != status->read || before_->received_heartbeats != status->received_heartbeats)) {
    progress_.last_received = answered;
    progress_.received_after = asked_before_;
  }
  if (before_ && before_->executed != status->executed) progress_.last_applied = answered;
  before_ = *status;
  asked_before_ = asked;
}

}  // namespace replwatch::link
