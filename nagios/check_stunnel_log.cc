#include "nagios/log_check.h"
#include "nagios/log_plugin.h"
#include "nagios/plugin.h"

namespace {

using namespace replwatch;
using namespace replwatch::nagios;

Result<Outcome> check(const Order& order) {
  const auto plan = read_log_plan(order);
  if (!plan) return plan.error();
  return judge_log(look_at_log(plan->look), plan->thresholds, order.verbosity);
}

}  // namespace

int main(int argc, char** argv) { run_plugin(kCheckStunnelLog, argc, argv, check); }
