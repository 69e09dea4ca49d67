// The rules of the diagnosis, one row each: a named predicate over evidence. They are tried in the order of
// the table, which is the order of the data: the earliest hop that is proved broken wins. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "probes/link/cause.h"
#include "probes/link/evidence.h"
#include "probes/link/hop.h"

namespace replwatch::link {

struct Rule {
  std::string_view name;  // unique; what tests and explanations call it
  Cause cause;
  std::optional<Hop> hop;  // the hop that is broken when it holds
  bool (*holds)(const Evidence&);
  std::string (*particulars)(
      const Evidence&);  // what this link's evidence adds to the cause's sentence; may be ""
};

// Where the agent itself cannot judge, and servers that do not answer.
std::span<const Rule> monitor_rules();
// The source and the way to it: what keeps the IO thread from being connected or from receiving.
std::span<const Rule> path_rules();
// The replica's own threads, and the age of the data.
std::span<const Rule> thread_rules();

}  // namespace replwatch::link
