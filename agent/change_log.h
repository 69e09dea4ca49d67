// What is worth a line in the log: a failure when it starts and when it heals, a verdict when it changes;
// never a beat. Pure: two snapshots in, lines out.
#pragma once

#include <string>
#include <vector>

#include "exporters/snapshot.h"

namespace replwatch::agent {

enum class Level { error, warning, notice, info };

struct LogLine {
  Level level = Level::info;
  std::string text;
  bool operator==(const LogLine&) const = default;
};

std::vector<LogLine> changes_between(const exporters::Snapshot& before, const exporters::Snapshot& after);

}  // namespace replwatch::agent
