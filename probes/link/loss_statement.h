// What would be missing if the source were lost now, and what makes that statement weaker than it sounds.
// Pure.
#pragma once

#include <string>
#include <vector>

#include "probes/link/evidence.h"
#include "probes/link/finding.h"

namespace replwatch::link {

struct LossStatement {
  // Why nothing can be said, as the end of "cannot be said, because ..."; "" when it can.
  std::string unsaid;
  // One line each; also of findings that are accepted, which does not make the statement any stronger.
  std::vector<std::string> weakened_by;

  bool operator==(const LossStatement&) const = default;
};

LossStatement loss_statement(const Evidence& evidence, const std::vector<Finding>& findings);

}  // namespace replwatch::link
