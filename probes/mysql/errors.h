// What an error number and its text mean: of a look of ours (Reason), and of a replica's IO thread
// (IoErrorClass). The number alone never decides: 1236 means five things and 1045 two. Texts are the
// server's: matched without case, never trusted.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "probes/failure.h"

namespace replwatch::mysql {

// Why a look failed, from the client library's or the server's error.
Reason classify_error(unsigned number, std::string_view text);
Failure failure_of(unsigned number, std::string_view text);

// The codes appear in evidence and metrics: never rename one.
enum class IoErrorClass {
  none,
  refused,               // nothing listens where the replica connects
  unreachable,           // no route, or the network said no
  timed_out,             // no answer to the connect
  unresolved,            // the source's name has no address
  lost_at_handshake,     // connected, and ended before the source said a word: a tunnel's far end, or a dying
                         // source
  connection_lost,       // an established connection ended
  tls_failed,            // TLS between the servers themselves
  login_refused,         // account unknown, locked, wrong password, host blocked, or no REPLICATION SLAVE
  too_many_connections,  // the replication account met a limit
  purged,                // the source no longer has the log
  position_invalid,      // the source has no such position or GTID
  duplicate_server_id,   // of source and replica, or of two replicas
  packet_too_large,      // an event over max_allowed_packet, and also a position in the middle of an event
  source_log_damaged,    // the source cannot read its own log
  source_does_not_log,   // the source writes no binary log
  relay_log_failed,      // the replica cannot write what it received
  other,
};

inline constexpr std::array<std::string_view, 18> kIoErrorCodes{"none",
                                                                "refused",
                                                                "unreachable",
                                                                "timed_out",
                                                                "unresolved",
                                                                "lost_at_handshake",
                                                                "connection_lost",
                                                                "tls_failed",
                                                                "login_refused",
                                                                "too_many_connections",
                                                                "purged",
                                                                "position_invalid",
                                                                "duplicate_server_id",
                                                                "packet_too_large",
                                                                "source_log_damaged",
                                                                "source_does_not_log",
                                                                "relay_log_failed",
                                                                "other"};
static_assert(kIoErrorCodes.size() == static_cast<std::size_t>(IoErrorClass::other) + 1);

constexpr std::string_view code(IoErrorClass error) { return kIoErrorCodes[static_cast<std::size_t>(error)]; }

// What Last_IO_Errno and Last_IO_Error of a replica say. 0 is none.
IoErrorClass classify_io_error(unsigned number, std::string_view text);

}  // namespace replwatch::mysql
