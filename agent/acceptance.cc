#include "agent/acceptance.h"

namespace replwatch::agent {

void accept_findings(const Acceptances& accepted, std::vector<link::Finding>& findings, WallTime now) {
  for (link::Finding& each : findings) {
    const auto found = accepted.find(std::string(code(each.code)));
    if (found == accepted.end() || now >= found->second.until) continue;
    each.accepted = true;
    each.accept_reason = found->second.reason;
  }
}

}  // namespace replwatch::agent
