// The one place where the loop's thread hands a snapshot to the threads that answer: a pointer behind a
// mutex.
#pragma once

#include <mutex>
#include <utility>

#include "exporters/snapshot.h"

namespace replwatch::agent {

class Published {
 public:
  exporters::SnapshotPtr get() const {
    const std::lock_guard hold(lock_);
    return snapshot_;
  }
  void set(exporters::SnapshotPtr snapshot) {
    const std::lock_guard hold(lock_);
    snapshot_.swap(snapshot);  // the old one ends with the argument, outside the readers' way
  }

 private:
  mutable std::mutex lock_;
  exporters::SnapshotPtr snapshot_ = std::make_shared<const exporters::Snapshot>();
};

}  // namespace replwatch::agent
