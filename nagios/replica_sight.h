// What one run of check_mysql_replica has seen, as plain values: the judgement reads nothing else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nagios/trace.h"
#include "probes/instant.h"
#include "probes/link/evidence.h"
#include "probes/mysql/flavor.h"
#include "probes/mysql/position.h"

namespace replwatch::nagios {

// The source was asked for its position, then the replica until it had executed it or the patience was over.
struct Delivery {
  std::string channel;
  mysql::Position target;                         // of the source
  std::optional<mysql::Position> first_read;      // of the replica at its first answer
  std::optional<mysql::Position> read, executed;  // at its last one
  std::optional<Duration> taken;  // from before the source was asked until the replica had executed `target`
  Duration watched{};             // between the first and the last answer of the replica
  bool operator==(const Delivery&) const = default;
};

struct ReplicaSight {
  Instant now{};
  Duration took{};
  std::string address;                    // of the replica, for messages
  std::optional<mysql::Version> version;  // of the handshake; empty when there was none
  link::ServerSight replica;
  std::string account;  // CURRENT_USER() on the replica, asked only when a grant is missing; "" otherwise
  std::string source_address;  // "" when none is to be compared
  std::optional<mysql::Version> source_version;
  link::ServerSight source;
  std::optional<Delivery>
      delivery;  // empty when there was nothing to compare, and then the judgement says why
  std::vector<TraceLine> trace;
};

// The channel that replicates from the server with these variables: by the server id, or the only one there
// is while it never met its source. Empty when there is none, or more than one.
const mysql::ReplicaStatus* channel_from(const std::vector<mysql::ReplicaStatus>& channels,
                                         const mysql::Variables& source,
                                         const std::optional<std::string>& wanted);

}  // namespace replwatch::nagios
