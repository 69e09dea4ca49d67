#include "probes/link/describe.h"

#include "probes/link/signs.h"
#include "probes/mysql/grants.h"

namespace replwatch::link {
namespace {

std::string place(const std::string& file, const std::optional<mysql::Position>& position) {
  return position ? file + ":" + std::to_string(position->offset) : "not known";
}

template <class T>
void add_trouble(std::vector<EvidenceLine>& lines, const char* what, const Sighting<T>& look) {
  if (!look.failure) return;
  const std::string number = look.failure->number == 0 ? "" : " " + std::to_string(look.failure->number);
  lines.push_back({std::string(what) + ": " + std::string(code(look.failure->reason)) + number,
                   look.failure->text, look.attempted + look.took});
}

void add_replica(std::vector<EvidenceLine>& lines, const Evidence& e) {
  add_trouble(lines, "replica", e.replica.variables);
  add_trouble(lines, "replica status", e.replica.replica);
  const mysql::ReplicaStatus* status = e.status();
  if (status == nullptr) return;
  const Instant seen = e.replica.replica.answered;
  const char* io = status->io == mysql::IoState::running      ? "Yes"
                   : status->io == mysql::IoState::connecting ? "Connecting"
                                                              : "No";
  lines.push_back(
      {std::string("IO thread: ") + io + ", read up to " + place(status->source_log_file, status->read),
       status->io_state, seen});
  lines.push_back({std::string("SQL thread: ") + (status->sql_running ? "Yes" : "No") + ", executed up to " +
                       place(status->executed_log_file, status->executed),
                   status->sql_state, seen});
  if (status->last_io_error != 0) {
    lines.push_back(
        {"last IO error " + std::to_string(status->last_io_error) + ": " + std::string(code(io_error(e))),
         status->last_io_error_text, seen});
  }
  if (status->last_sql_error != 0) {
    lines.push_back(
        {"last SQL error " + std::to_string(status->last_sql_error), status->last_sql_error_text, seen});
  }
}

void add_source(std::vector<EvidenceLine>& lines, const Evidence& e) {
  if (!e.source_configured) return;
  add_trouble(lines, e.source_via_tunnel ? "source, asked through the tunnel" : "source", e.source.variables);
  const mysql::SourceStatus* status =
      e.source.source.fresh(e.now, e.limits.evidence_life(e.limits.source_interval));
  if (status == nullptr) return;
  lines.push_back(
      {"source: its log ends at " + place(status->log_file, status->position), "", e.source.source.answered});
}

void add_tunnel(std::vector<EvidenceLine>& lines, const Evidence& e) {
  if (!e.tunnel) return;
  add_trouble(lines, "stunnel.conf", e.tunnel->conf);
  add_trouble(lines, "tunnel sockets", e.tunnel->sockets);
  add_trouble(lines, "stunnel log", e.tunnel->log);
  if (const auto* sockets =
          e.tunnel->sockets.fresh(e.now, e.limits.evidence_life(e.limits.sockets_interval))) {
    lines.push_back({"stunnel " + e.tunnel->name + ": " +
                         (sockets->listener ? "listens on " : "nothing listens on ") +
                         e.tunnel->service.accept + ", " + std::to_string(sockets->near.size()) +
                         " loopback and " + std::to_string(sockets->far.size()) + " wan sockets",
                     "", e.tunnel->sockets.answered});
  }
  for (const auto kind : {tunnel::EventKind::verify_failed, tunnel::EventKind::peer_rejected_us,
                          tunnel::EventKind::handshake_failed, tunnel::EventKind::connect_failed}) {
    if (const auto* seen = latest_event(e, kind, retry_window(e))) {
      lines.push_back({"stunnel log: " + std::string(code(kind)) + " " + seen->event.reason, seen->event.raw,
                       seen->read});
    }
  }
}

}  // namespace

std::vector<EvidenceLine> describe(const Evidence& evidence) {
  std::vector<EvidenceLine> lines;
  add_replica(lines, evidence);
  add_source(lines, evidence);
  add_tunnel(lines, evidence);
  return lines;
}

std::vector<std::string> rule_out(const Evidence& e, Cause cause) {
  std::vector<std::string> lines;
  const auto against = [&](Cause other, std::string why) {
    if (other != cause) lines.push_back(std::string(code(other)) + ": " + std::move(why));
  };
  if (e.source_answers()) {
    against(Cause::source_down,
            e.source_via_tunnel ? "the source answers through the tunnel" : "the source answers");
    if (e.source_via_tunnel) against(Cause::tunnel_stalled, "the source answers through the tunnel");
  }
  if (tunnel_client_listens(e)) {
    against(Cause::tunnel_client_down, "stunnel listens on " + e.tunnel->service.accept);
  }
  if (e.replica_answers()) against(Cause::replica_unresponsive, "the replica answers");
  if (io_is(e, mysql::IoState::running)) against(Cause::connecting, "the IO thread is connected");
  return lines;
}

std::string next_step(const CauseRow& cause, const Evidence& e) {
  if (cause.cause != Cause::monitor_denied) return std::string(cause.next);
  if (replica_failed(e, Reason::login_refused))
    return "check account and password in the option file of the replica";
  if (!e.replica.variables.value) return std::string(cause.next);
  return mysql::grant_line(e.replica.variables.value->version, "replwatch@localhost") + "; on the replica";
}

}  // namespace replwatch::link
