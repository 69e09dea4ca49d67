// What a channel's executed position is worth and which GTIDs say more, from what both servers tell: the
// source's side and the replica's side of one key.
#pragma once

#include <optional>
#include <vector>

#include "probes/link/position_history.h"
#include "probes/mysql/replica_status.h"
#include "probes/mysql/source_status.h"
#include "probes/mysql/variables.h"

namespace replwatch::link {

// All that the source has logged, by number; empty where it does not tell. Of MariaDB's domains those whose
// last transaction is its own: of others it cannot be said that their numbers only grow.
std::optional<mysql::GtidSet> logged_gtids(const mysql::Variables& source, const mysql::SourceStatus& status);

// `channels` are all of that replica. MariaDB's gtid_slave_pos belongs to the server: with a second channel
// nobody can tell whose transactions it names.
Applied applied_by(const mysql::ReplicaStatus& channel, const std::vector<mysql::ReplicaStatus>& channels,
                   const mysql::Variables& replica, const mysql::Variables& source);

}  // namespace replwatch::link
