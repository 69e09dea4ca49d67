// What one run of check_mysql_source has seen, as plain values: the judgement reads nothing else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nagios/trace.h"
#include "probes/instant.h"
#include "probes/link/evidence.h"
#include "probes/mysql/flavor.h"
#include "probes/mysql/process_list.h"

namespace replwatch::nagios {

struct SourceSight {
  Instant now{};
  Duration took{};
  std::string address;                    // for messages
  std::optional<mysql::Version> version;  // of the handshake; empty when there was none
  link::ServerSight source;
  // Whether the account may see the threads of others. Asked only when a dump thread is missing: without the
  // privilege the server's list is short and no error. Empty: not asked, or not answered.
  std::optional<bool> sees_all_threads;
  std::string account;  // CURRENT_USER(), asked only when a grant is missing; "" otherwise
  std::vector<TraceLine> trace;
};

// Those that send the binary log to a replica, or to whatever reads it like one.
std::vector<const mysql::Thread*> dump_threads(const std::vector<mysql::Thread>& threads);

}  // namespace replwatch::nagios
