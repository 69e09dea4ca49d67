// Where check_mysql_replica looks, until when.
#pragma once

#include <optional>
#include <string>

#include "probes/instant.h"
#include "probes/io/server_address.h"

namespace replwatch::nagios {

struct ReplicaOrder {
  io::ServerAddress replica;
  std::optional<io::ServerAddress> source;
  std::optional<std::string> channel;
  Instant deadline{};
};

}  // namespace replwatch::nagios
