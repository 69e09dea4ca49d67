#include "agent/notify.h"

#include <systemd/sd-daemon.h>

#include <cstdint>
#include <cstdio>
#include <ctime>

namespace replwatch::agent {

void notify_ready() { sd_notify(0, "READY=1"); }

void notify_reloading() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const auto microseconds =
      static_cast<std::uint64_t>(now.tv_sec) * 1000000u + static_cast<std::uint64_t>(now.tv_nsec) / 1000u;
  sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%llu", static_cast<unsigned long long>(microseconds));
}

void notify_stopping() { sd_notify(0, "STOPPING=1"); }

void notify_alive() { sd_notify(0, "WATCHDOG=1"); }

}  // namespace replwatch::agent
