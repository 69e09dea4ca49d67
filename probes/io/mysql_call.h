// One non-blocking call of Connector/C, awaited on the connection's socket and never longer than until its
// deadline.
#pragma once

#include <mysql.h>

#include "probes/instant.h"
#include "probes/io/task.h"

namespace replwatch::io {

// How to go on with a suspended call: `mysql_..._cont` bound to where its result goes.
class SuspendedCall {
 public:
  bool had_peer = true;  // whether the socket was connected when the call was given up

  virtual ~SuspendedCall() = default;
  // The call's next wait status (MYSQL_WAIT_...); 0 when it has ended.
  virtual int go_on(int ready) = 0;
};

// Waits until the socket of `connection` is ready for `wanted` (MYSQL_WAIT_... flags); what was ready, or
// MYSQL_WAIT_TIMEOUT when the library's own time-out came first; 0 when the deadline passed.
Task<int> wait_for_socket(MYSQL& connection, int wanted, Instant deadline);

// Drives a call that has returned `status` to its end. False when the deadline passed: then the socket has
// been shut down and the call unwound, so that the connection may be freed.
Task<bool> finish(MYSQL& connection, SuspendedCall& call, int status, Instant deadline);

// Ends a suspended call without the server: shuts the socket down and lets the library see a time-out.
void unwind(MYSQL& connection, SuspendedCall& call);

}  // namespace replwatch::io
