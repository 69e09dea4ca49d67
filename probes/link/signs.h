// Signs: the named observations that rules are made of. Each reads as a sentence, and none is true of what is
// not known.
#pragma once

#include <optional>
#include <string>

#include "probes/instant.h"
#include "probes/link/evidence.h"
#include "probes/mysql/errors.h"
#include "probes/tunnel/log_event.h"

namespace replwatch::link {

// The latest look at the replica (its variables come first in a poll) failed for this reason.
bool replica_failed(const Evidence& evidence, Reason reason);
bool source_failed(const Evidence& evidence, Reason reason);

bool io_is(const Evidence& evidence, mysql::IoState state);
// Connecting or stopped: evidence about the path counts only then.
bool io_is_not_running(const Evidence& evidence);
// What the IO thread's last error means; `none` when it has none or is not known.
mysql::IoErrorClass io_error(const Evidence& evidence);

// The IO thread is connected, and an event or a heartbeat has come within one and a half heartbeat periods.
bool receives(const Evidence& evidence);

// The IO thread is connected and has received something at or after `instant`: what began to fail then is not
// on its way.
bool flows_since(const Evidence& evidence, Instant instant);
// The IO thread says that it is connected, and for one and a half of the heartbeat periods that it has asked
// for neither event nor heartbeat has come.
bool is_silent(const Evidence& evidence);

// Staleness where it is known, else lag, less the delay that was configured: the data is at least or at most
// this old. NaN when neither is known or the source is not sampled.
double measured_age(const Evidence& evidence);

// How far back an event can lie and still speak of the present trouble: one round of the IO thread's retries.
Duration retry_window(const Evidence& evidence);

// The tunnel's latest event of a kind, if its log was read it within `within`; null otherwise.
const tunnel::SeenEvent* latest_event(const Evidence& evidence, tunnel::EventKind kind, Duration within);
// The latest failure of the way that the log tells of the IO thread's present trouble: none while the thread
// is connected (a scanner's failure is none of ours), none that the tunnel has outlived, none while nothing
// listens. Null when there is none.
const tunnel::SeenEvent* failure_on_the_way(const Evidence& evidence);

// How long a sign of the sockets has lasted, if it holds in the latest good look at them; empty otherwise.
std::optional<Duration> lasts(const Evidence& evidence, std::optional<Instant> tunnel::TunnelState::*since);
bool lasts_at_least(const Evidence& evidence, std::optional<Instant> tunnel::TunnelState::*since,
                    Duration limit);

// The stunnel at the replica listens, in the latest good look at its sockets.
bool tunnel_client_listens(const Evidence& evidence);
// The service's listener is not there although this agent has seen it before, or somebody was refused by it.
bool tunnel_client_is_gone(const Evidence& evidence);

}  // namespace replwatch::link
