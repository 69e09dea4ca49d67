// Findings that the configuration accepts until a date: shown, not counted. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "probes/instant.h"
#include "probes/link/finding.h"

namespace replwatch::agent {

struct Acceptance {
  std::string reason;
  WallTime until{};
  bool operator==(const Acceptance&) const = default;
};
using Acceptances = std::map<std::string, Acceptance>;  // by the finding's code

void accept_findings(const Acceptances& accepted, std::vector<link::Finding>& findings, WallTime now);

}  // namespace replwatch::agent
