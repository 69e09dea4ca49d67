// The look of check_mysql_source: one connection, one round trip, one more when a dump thread is missing.
#pragma once

#include "nagios/source_sight.h"
#include "probes/instant.h"
#include "probes/io/server_address.h"

namespace replwatch::nagios {

struct SourceOrder {
  io::ServerAddress source;
  unsigned replicas = 1;
  Instant deadline{};
};

// Ends at the deadline whatever the server does.
SourceSight look_at_source(const SourceOrder& order);

}  // namespace replwatch::nagios
