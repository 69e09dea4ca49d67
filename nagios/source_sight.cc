#include "nagios/source_sight.h"

namespace replwatch::nagios {

std::vector<const mysql::Thread*> dump_threads(const std::vector<mysql::Thread>& threads) {
  std::vector<const mysql::Thread*> found;
  for (const mysql::Thread& each : threads) {
    if (each.kind == mysql::ThreadKind::dump) found.push_back(&each);
  }
  return found;
}

}  // namespace replwatch::nagios
