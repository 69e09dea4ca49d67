#include "nagios/plugin.h"
#include "nagios/replica_check.h"
#include "nagios/replica_look.h"
#include "nagios/replica_plugin.h"
#include "nagios/server_options.h"

namespace {

using namespace replwatch;
using namespace replwatch::nagios;

Result<Outcome> check(const Order& order) {
  const auto plan = read_replica_plan(order);
  if (!plan) return plan.error();
  return judge_replica(look_at_replica(plan->look), plan->thresholds, order.verbosity);
}

}  // namespace

int main(int argc, char** argv) { run_plugin(kCheckMysqlReplica, argc, argv, check); }
