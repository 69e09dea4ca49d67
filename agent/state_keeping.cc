#include "agent/state_keeping.h"

#include "probes/io/clock.h"

namespace replwatch::agent {
namespace {

constexpr auto kStartLimit = std::chrono::seconds(3);
constexpr auto kEndLimit = std::chrono::milliseconds(200);

}  // namespace

StateKeeping::StateKeeping(const std::string& folder, Log& log)
    : log_(log), store_(folder + "/state.sqlite"), restored_(store_.read(kStartLimit)) {
  if (const std::string warning = store_.warning(); !warning.empty()) log_.warning(warning);
}

void StateKeeping::finish() { store_.flush(kEndLimit); }

exporters::ProbeRecord StateKeeping::record() {
  const std::optional<Failure> failure = store_.failure();
  if (!failure) last_success_ = io::now();
  if (failure && failure != failure_) {
    ++failures_[static_cast<std::size_t>(failure->reason)];
    log_.warning("state goes on in memory only: " + failure->text);
  } else if (!failure && failure_) {
    log_.notice("state is kept again");
  }
  failure_ = failure;
  return {"state", "state", kInterval, true, !failure, {}, last_success_, failure, failures_};
}

link::ClockReading read_clocks() { return {io::boot_id(), io::now(), io::wall_now()}; }

}  // namespace replwatch::agent
