#include "probes/link/cause.h"

namespace replwatch::link {

// clang-format off
constexpr std::array<CauseRow, kCauseCount> kCauses{{
    {Cause::ok, "ok", Severity::ok,
     "data flows, and its age is within the limits",
     "nothing to do"},
    {Cause::lagging, "lagging", Severity::warning,
     "data flows, but the replica (SLAVE) is older than the limits allow",
     "compare read and executed positions: `SHOW ALL SLAVES STATUS\\G` on the replica; unreceived bytes point at the network, unapplied bytes at the SQL thread"},
    {Cause::apply_blocked, "apply_blocked", Severity::critical,
     "events have arrived and are not applied",
     "on the replica: `SHOW FULL PROCESSLIST`, and look for what the SQL thread waits for"},
    {Cause::receive_blocked, "receive_blocked", Severity::critical,
     "events cannot be stored on the replica",
     "on the replica: `df -h` of the relay log's folder, and the error log"},
    {Cause::sql_thread_stopped, "sql_thread_stopped", Severity::critical,
     "the SQL thread is stopped, without an error",
     "somebody stopped it; if that is over: `START SLAVE SQL_THREAD` on the replica"},
    {Cause::sql_thread_error, "sql_thread_error", Severity::critical,
     "the SQL thread stopped with an error",
     "`SHOW ALL SLAVES STATUS\\G` on the replica: read Last_SQL_Error before anything is skipped"},
    {Cause::io_thread_stopped, "io_thread_stopped", Severity::critical,
     "the IO thread is stopped, without an error",
     "somebody stopped it; if that is over: `START SLAVE IO_THREAD` on the replica"},
    {Cause::io_thread_gave_up, "io_thread_gave_up", Severity::critical,
     "the IO thread has used up its retries",
     "the way may be free again: `START SLAVE IO_THREAD` on the replica"},
    {Cause::io_thread_error, "io_thread_error", Severity::critical,
     "the IO thread stopped with an error",
     "`SHOW ALL SLAVES STATUS\\G` on the replica: read Last_IO_Error"},
    {Cause::binlog_purged, "binlog_purged", Severity::critical,
     "the source no longer has the log that the replica needs",
     "a new copy of the data is needed: `mysqldump --master-data=2` on the source (MAN06, step 8)"},
    {Cause::source_position_invalid, "source_position_invalid", Severity::critical,
     "the replica asks for a position that the source does not have",
     "was the source reset, restored or did it crash? `SHOW BINARY LOGS` on the source"},
    {Cause::duplicate_server_id, "duplicate_server_id", Severity::critical,
     "two servers of this replication have one server id",
     "`SELECT @@server_id` on source and every replica, and change one"},
    {Cause::source_refused_login, "source_refused_login", Severity::critical,
     "the source refuses the replication account",
     "on the source: `SHOW GRANTS FOR` the replication account; password, host and lock"},
    {Cause::source_too_busy, "source_too_busy", Severity::critical,
     "the source has no connection left for the replication account",
     "on the source: `SHOW STATUS LIKE 'Threads_connected'` against `max_connections`"},
    {Cause::source_down, "source_down", Severity::critical,
     "the source (MASTER) refuses connections: nothing listens there",
     "on the source's host: is mysqld running, and what does its error log say last?"},
    {Cause::source_unresponsive, "source_unresponsive", Severity::critical,
     "the source (MASTER) accepts connections and does not answer",
     "on the source's host: state of mysqld (stopped? full disk?), `SHOW FULL PROCESSLIST`"},
    {Cause::source_unreachable, "source_unreachable", Severity::critical,
     "the source (MASTER) cannot be reached",
     "from the replica's host: route, firewall and name of the source"},
    {Cause::tunnel_client_down, "tunnel_client_down", Severity::critical,
     "nothing listens where the replica connects: the stunnel at the replica is down",
     "on the replica's host: start stunnel, and read the end of its log"},
    {Cause::tunnel_server_unreachable, "tunnel_server_unreachable", Severity::critical,
     "the stunnel at the replica cannot reach the stunnel at the source",
     "from the replica's host: `telnet SOURCE 3307`; then the firewall and stunnel at the source"},
    {Cause::tunnel_verify_failed, "tunnel_verify_failed", Severity::critical,
     "a certificate was refused",
     "compare dates, CA and CRL of the named certificate: `openssl x509 -noout -dates -issuer -subject -in /etc/grid-security/hostcert.pem`"},
    {Cause::tunnel_handshake_failed, "tunnel_handshake_failed", Severity::critical,
     "TLS between the two stunnels failed",
     "the end of both stunnel logs; protocol versions and ciphers of both"},
    {Cause::tunnel_stalled, "tunnel_stalled", Severity::critical,
     "the tunnel is established and nothing flows through it",
     "is the stunnel process stopped (`ps -o stat,pid,cmd -C stunnel4,stunnel`)? If not: the network between the two"},
    {Cause::tunnel_exhausted, "tunnel_exhausted", Severity::critical,
     "the stunnel has no connection or descriptor left",
     "on its host: open connections of the stunnel, `ulimit -n`, and who holds them"},
    {Cause::replica_not_configured, "replica_not_configured", Severity::critical,
     "the server has no such replication channel",
     "`SHOW ALL SLAVES STATUS` on the replica: was RESET SLAVE ALL run, or is the channel's name another?"},
    {Cause::replica_down, "replica_down", Severity::critical,
     "the replica (SLAVE) refuses connections: nothing listens there",
     "on the replica's host: is mysqld running, and what does its error log say last?"},
    {Cause::replica_unresponsive, "replica_unresponsive", Severity::critical,
     "the replica (SLAVE) accepts connections and does not answer",
     "on the replica's host: state of mysqld (stopped? full disk?)"},
    {Cause::connecting, "connecting", Severity::critical,
     "the IO thread does not get connected, and nothing names the hop",
     "wait for its next attempt, then read Last_IO_Error and the end of both stunnel logs"},
    {Cause::monitor_denied, "monitor_denied", Severity::unknown,
     "replwatch's own account may not see the replication status",
     "run the GRANT line of the evidence on that server"},
    {Cause::monitor_crowded_out, "monitor_crowded_out", Severity::unknown,
     "replwatch met a connection limit; replication itself may be well",
     "`SHOW STATUS LIKE 'Threads_connected'` against `max_connections` on that server"},
    {Cause::blind, "blind", Severity::unknown,
     "the evidence is too old or missing",
     "can this host reach the replica? `replwatch check-config`, and the table of probes on the status page"},
}};
// clang-format on

namespace {

constexpr bool rows_stand_in_order() {
  for (std::size_t i = 0; i < kCauses.size(); ++i) {
    if (static_cast<std::size_t>(kCauses[i].cause) != i || kCauses[i].code.empty()) return false;
  }
  return true;
}
static_assert(rows_stand_in_order());

}  // namespace

const CauseRow& row(Cause cause) { return kCauses[static_cast<std::size_t>(cause)]; }

std::string_view code(Cause cause) { return row(cause).code; }

std::optional<Cause> parse_cause(std::string_view code) {
  for (const CauseRow& each : kCauses) {
    if (each.code == code) return each.cause;
  }
  return std::nullopt;
}

}  // namespace replwatch::link
