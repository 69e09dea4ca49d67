// The cases of the path rules: evidence that each is for, and the nearest that must not raise it.
#pragma once

#include "tests/unit/link/rule_case.h"

namespace replwatch::link {

using tunnel::EventKind;
using tunnel::TunnelState;

inline std::vector<RuleCase> path_rules_holding() {
  return {
      {"source_refuses_directly", "the agent is refused and the IO thread has lost it",
       Given().source_asked_directly().source_failed(Reason::refused).io_lost_at_handshake()},
      {"source_refuses_directly", "without a tunnel the IO thread's own error is enough",
       Given().without_tunnel().source_not_configured().io_refused()},
      {"source_refuses_directly", "a single run has nothing that contradicts",
       Given().without_tunnel().source_failed(Reason::refused).single_run()},
      {"tunnel_ends_without_a_word", "both stunnels greet each other and the last hop is refused",
       Given().source_failed(Reason::connection_lost).io_lost_at_handshake().logged(EventKind::reset)},
      {"tunnel_ends_without_a_word", "the same, closed politely",
       Given().source_failed(Reason::connection_lost).io_lost_at_handshake().logged(EventKind::closed)},
      {"source_is_silent", "through the tunnel, twice, and the IO thread receives nothing",
       Given().source_failed(Reason::timed_out, 2).received(1h)},
      {"source_is_silent", "asked directly, twice",
       Given().source_asked_directly().source_failed(Reason::timed_out, 2).received(1h)},
      {"source_is_silent", "one look is enough when the IO thread is not connected either",
       Given().source_asked_directly().source_failed(Reason::timed_out, 1).io_connecting()},
      {"source_cannot_be_reached", "no route, without a tunnel",
       Given().without_tunnel().io_connecting(2003, "Can't connect (113 \"No route to host\")")},
      {"source_cannot_be_reached", "the name has no address",
       Given().without_tunnel().io_connecting(2005, "Unknown server host")},
      {"source_refuses_replication", "the replication account's password is wrong",
       Given().io_connecting(1045, "Access denied for user 'db_rep'@'localhost'")},
      {"source_is_full", "the replication account met the limit",
       Given().io_connecting(1040, "Too many connections")},
      {"far_stunnel_is_frozen", "a handshake is not answered",
       Given().io_connecting().sign(&TunnelState::handshake_unanswered_since, 2s)},
      {"far_stunnel_is_frozen", "a handshake of ours is not answered and the old connection is silent",
       Given().received(30s).sign(&TunnelState::handshake_unanswered_since, 4s)},
      {"certificate_is_refused", "this end refuses the other's certificate",
       Given()
           .io_lost_at_handshake()
           .source_failed(Reason::connection_lost)
           .logged(EventKind::verify_failed, "expired")},
      {"certificate_is_refused", "the agent's own connection is older and lives on",
       Given().io_lost_at_handshake().logged(EventKind::verify_failed, "expired")},
      {"certificate_is_refused", "what a look shows as received had come before it broke",
       Given()
           .io_connecting(0, "", 1s)
           .source_failed(Reason::connection_lost)
           .received(4500ms)
           .logged(EventKind::verify_failed, "expired")},
      {"our_certificate_is_refused", "the other end refuses ours",
       Given()
           .io_lost_at_handshake()
           .source_failed(Reason::connection_lost)
           .logged(EventKind::verify_ok)
           .logged(EventKind::peer_rejected_us, "tlsv1 alert unknown ca")},
      {"handshake_fails", "no common protocol",
       Given()
           .io_lost_at_handshake()
           .logged(EventKind::handshake_failed, "protocol_version")
           .source_failed(Reason::connection_lost)},
      {"network_is_cut", "what is sent is not acknowledged",
       Given().received(10s).sign(&TunnelState::far_unacknowledged_since, 4s)},
      {"network_is_cut", "what a look shows as received may have come before the cut",
       Given().received(3s).sign(&TunnelState::far_unacknowledged_since, 3300ms)},
      {"network_is_cut", "nobody answers a new connection, and the old one is silent",
       Given().received(9s).sign(&TunnelState::connect_unanswered_since, 4s)},
      {"far_stunnel_is_out_of_reach", "the stunnel at the source refuses",
       Given()
           .io_lost_at_handshake()
           .source_failed(Reason::connection_lost)
           .logged(EventKind::connect_failed, "refused")},
      {"far_stunnel_is_out_of_reach", "the IO thread gave up over it",
       Given()
           .io_stopped(2013, "Lost connection at 'reading initial communication packet'")
           .source_failed(Reason::connection_lost)
           .logged(EventKind::connect_failed, "timeout")},
      {"near_stunnel_is_frozen", "the loopback connection is not read",
       Given().received(10s).sign(&TunnelState::near_unread_since, 2500ms)},
      {"near_stunnel_is_frozen", "the connection to the source is not read",
       Given().received(10s).sign(&TunnelState::far_unread_since, 2500ms)},
      {"stunnel_is_full", "stunnel rejects for its client limit",
       Given().io_lost_at_handshake().source_failed(Reason::connection_lost).logged(EventKind::client_limit)},
      {"tunnel_client_is_gone", "the listener that was there is not",
       Given().io_connecting().listener_gone()},
      {"tunnel_client_is_gone", "the IO thread is refused where the sockets cannot be seen",
       Given().io_refused().sockets_not_seen()},
      {"tunnel_client_is_gone", "our own connection is refused, and no listener was ever seen",
       [] {
         Given given;
         given.io_connecting().listener_gone().source_failed(Reason::refused).tunnel().listener_seen = false;
         return given;
       }()},
      {"tunnel_is_silent", "connected, and no heartbeat in one and a half periods",
       Given().source_not_configured().received(48s)},
      {"tunnel_is_silent", "frozen before the agent's first look",
       [] {
         Given given;
         given.source_not_configured().evidence.progress = {std::nullopt, kNow - 48s, std::nullopt,
                                                            std::nullopt, std::nullopt};
         return given;
       }()},
      {"source_is_mute", "the same without a tunnel",
       Given().without_tunnel().source_not_configured().received(48s)},
  };
}

inline std::vector<RuleCase> path_false_alarms() {
  return {
      {"source_refuses_directly",
       "a source that listens on loopback only refuses the agent, and replication flows",
       Given().source_asked_directly().source_failed(Reason::refused)},
      {"source_refuses_directly", "a refusal through the tunnel is the near stunnel's",
       Given().source_failed(Reason::refused).io_refused()},
      {"source_refuses_directly", "a thread that has stopped trying tells how it was then",
       Given().without_tunnel().source_not_configured().io_stopped(2003, "Can't connect (111)")},
      {"tunnel_ends_without_a_word", "a connection that carried something",
       [] {
         Given given;
         given.source_failed(Reason::connection_lost).io_lost_at_handshake().logged(EventKind::closed);
         given.tunnel().log.value->recent.back().event.to_socket = 78;
         return given;
       }()},
      {"tunnel_ends_without_a_word", "the log says what went wrong before",
       Given()
           .source_failed(Reason::connection_lost)
           .io_lost_at_handshake()
           .logged(EventKind::connect_failed, "timeout")
           .logged(EventKind::reset)},
      {"tunnel_ends_without_a_word", "the tunnel's log is the other end's",
       [] {
         Given given;
         given.source_failed(Reason::connection_lost).io_lost_at_handshake().logged(EventKind::reset);
         given.tunnel().side = tunnel::Side::server;
         return given;
       }()},
      {"tunnel_ends_without_a_word", "the source answers us",
       Given().io_lost_at_handshake().logged(EventKind::reset)},
      {"tunnel_ends_without_a_word", "a later connection was not ended: the source is frozen",
       Given().io_lost_at_handshake().source_failed(Reason::timed_out, 1).logged(EventKind::closed, "", 9s)},
      {"source_is_silent", "heartbeats go on: only our own way to it is blocked",
       Given().source_asked_directly().source_failed(Reason::timed_out, 5).received(2s)},
      {"source_is_silent", "one bad look beside a connected thread heals by itself",
       Given().source_asked_directly().source_failed(Reason::timed_out, 1).received(20s)},
      {"source_is_silent", "through the tunnel, and the sockets tell that the tunnel is cut",
       Given()
           .source_failed(Reason::timed_out, 3)
           .received(1h)
           .sign(&TunnelState::far_unacknowledged_since, 4s)},
      {"source_is_silent", "it is not configured", Given().source_not_configured().received(1h)},
      {"source_cannot_be_reached", "through a tunnel it is the tunnel's hop",
       Given().io_connecting(2003, "Can't connect (113)")},
      {"source_cannot_be_reached", "a thread that has stopped trying tells how it was then",
       Given().without_tunnel().io_stopped(2003, "Can't connect (110)")},
      {"source_refuses_replication", "an old error of a thread that is connected",
       [] {
         Given given;
         given.status().last_io_error = 1045;
         return given;
       }()},
      {"source_is_full", "the agent's own account met the limit", Given().source_failed(Reason::crowded_out)},
      {"far_stunnel_is_frozen", "a slow handshake",
       Given().received(10s).sign(&TunnelState::handshake_unanswered_since, 2400ms)},
      {"far_stunnel_is_frozen", "a new connection waits while the old one flows",
       Given().received(1s).sign(&TunnelState::handshake_unanswered_since, 4s)},
      {"far_stunnel_is_frozen", "the sockets were looked at too long ago",
       Given().io_connecting().sign(&TunnelState::handshake_unanswered_since, 4s).later(7s)},
      {"certificate_is_refused", "a scanner's failure beside a healthy link",
       Given().logged(EventKind::verify_failed, "unknown_ca")},
      {"certificate_is_refused", "a failure that was over before the present trouble",
       Given()
           .io_connecting(0, "", 20s)
           .source_failed(Reason::refused)
           .logged(EventKind::verify_failed, "expired", 60s)},
      {"certificate_is_refused", "the IO thread was stopped by hand",
       Given().io_stopped().source_failed(Reason::login_refused).logged(EventKind::verify_failed, "expired")},
      {"certificate_is_refused", "the agent has been let in since",
       Given().io_connecting().source_connected(4s).logged(EventKind::verify_failed, "expired")},
      {"certificate_is_refused", "the agent had been let in since, before the source went down",
       Given()
           .io_lost_at_handshake()
           .source_connected(4s)
           .source_failed(Reason::connection_lost, 1)
           .logged(EventKind::verify_failed, "expired")},
      {"certificate_is_refused", "the IO thread has received something since",
       Given().io_connecting(0, "", 1s).received(2s).logged(EventKind::verify_failed, "expired")},
      {"certificate_is_refused", "the latest failure is another",
       Given()
           .io_lost_at_handshake()
           .source_failed(Reason::connection_lost)
           .logged(EventKind::verify_failed, "expired", 9s)
           .logged(EventKind::connect_failed, "refused", 9s)},
      {"our_certificate_is_refused", "the IO thread is connected",
       Given().logged(EventKind::peer_rejected_us, "tlsv1 alert unknown ca")},
      {"handshake_fails", "a port scan beside a thread stopped by hand",
       Given().io_stopped().source_not_configured().logged(EventKind::handshake_failed, "not_tls")},
      {"source_is_silent", "through the tunnel, and a new connection is not answered from afar",
       Given()
           .source_failed(Reason::timed_out, 3)
           .received(1h)
           .sign(&TunnelState::connect_unanswered_since, 4s)},
      {"network_is_cut", "too short for a connected thread to contradict",
       Given().received(3s).sign(&TunnelState::far_unacknowledged_since, 2400ms)},
      {"network_is_cut", "nobody answers a new connection while the old one flows",
       Given().received(500ms).sign(&TunnelState::connect_unanswered_since, 4s)},
      {"network_is_cut", "nobody answers, and the thread is not connected: the log says why",
       Given().io_connecting().sign(&TunnelState::connect_unanswered_since, 4s)},
      {"network_is_cut", "a leftover of an earlier cut beside a connection that flows",
       Given().received(1s).sign(&TunnelState::far_unacknowledged_since, 300s)},
      {"far_stunnel_is_out_of_reach", "longer ago than a round of retries",
       Given()
           .io_stopped(2013, "Lost connection")
           .source_failed(Reason::connection_lost)
           .logged(EventKind::connect_failed, "refused", 76s)},
      {"near_stunnel_is_frozen", "one sample only",
       Given().received(10s).sign(&TunnelState::near_unread_since, 0s)},
      {"near_stunnel_is_frozen", "the server's side of a tunnel",
       [] {
         Given given;
         given.received(10s).sign(&TunnelState::far_unread_since, 9s).tunnel().side = tunnel::Side::server;
         return given;
       }()},
      {"stunnel_is_full", "somebody else was rejected", Given().logged(EventKind::client_limit)},
      {"tunnel_client_is_gone",
       "a stunnel that reloads is without a listener for a moment, and the link flows",
       Given().listener_gone()},
      {"tunnel_client_is_gone", "an agent in another network namespace never saw the listener",
       [] {
         Given given;
         given.io_lost_at_handshake().listener_gone().tunnel().listener_seen = false;
         return given;
       }()},
      {"tunnel_client_is_gone", "the listener is there, whoever is refused", Given().io_refused()},
      {"tunnel_client_is_gone", "a thread that has stopped trying tells how it was then",
       Given().io_stopped(2003, "Can't connect (111)").sockets_not_seen()},
      {"tunnel_is_silent", "a heartbeat within one and a half periods",
       Given().source_not_configured().received(46s)},
      {"tunnel_is_silent", "MySQL does not tell its heartbeats",
       [] {
         Given given;
         given.source_not_configured().received(1h).status().received_heartbeats.reset();
         return given;
       }()},
      {"tunnel_is_silent", "heartbeats are switched off",
       [] {
         Given given;
         given.source_not_configured().received(1h).status().heartbeat_period = 0;
         return given;
       }()},
      {"tunnel_is_silent", "connected only just now",
       [] {
         Given given;
         given.source_not_configured().received(1h).evidence.progress.running_since = kNow - 5s;
         return given;
       }()},
      {"tunnel_is_silent", "a single run has no time to judge by",
       Given().source_not_configured().single_run()},
      {"source_is_mute", "the source answers us", Given().without_tunnel().received(48s)},
  };
}

}  // namespace replwatch::link
