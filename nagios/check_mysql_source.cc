#include "nagios/plugin.h"
#include "nagios/source_check.h"
#include "nagios/source_look.h"
#include "nagios/source_plugin.h"

namespace {

using namespace replwatch;
using namespace replwatch::nagios;

Result<Outcome> check(const Order& order) {
  const auto plan = read_source_plan(order);
  if (!plan) return plan.error();
  return judge_source(look_at_source(plan->look), plan->thresholds, order.verbosity);
}

}  // namespace

int main(int argc, char** argv) { run_plugin(kCheckMysqlSource, argc, argv, check); }
