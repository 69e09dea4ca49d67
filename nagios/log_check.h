// Judges what check_stunnel_log saw. Pure.
#pragma once

#include <array>

#include "nagios/log_sight.h"
#include "nagios/outcome.h"
#include "nagios/perfdata.h"
#include "nagios/range.h"

namespace replwatch::nagios {

inline constexpr std::array<PerfRow, 13> kLogPerf{{
    {"time", "s", "how long this check took"},
    {"failures", "", "all failures counted by this run", true},
    {"verify_failed", "", "certificates that this side refused"},
    {"peer_rejected_us", "", "refusals of our certificate"},
    {"connect_failed", "", "connections that met no server behind"},
    {"client_limit", "", "clients turned away at the limit"},
    {"start_failed", "", "starts that failed"},
    {"reload_failed", "", "reloads that failed"},
    {"handshake_failed", "", "handshakes that failed otherwise"},
    {"accepted", "", "connections accepted"},
    {"verify_ok", "", "certificates accepted at depth 0"},
    {"lines", "", "lines read"},
    {"unrecognised_lines", "", "of those, none that stunnel writes"},
}};
static_assert(well_formed(kLogPerf));

struct LogThresholds {
  Range warning, critical;
};

Outcome judge_log(const LogSight& sight, const LogThresholds& thresholds, unsigned verbosity);

}  // namespace replwatch::nagios
