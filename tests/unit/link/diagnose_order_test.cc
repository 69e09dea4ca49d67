// Which cause is given when two rules hold, and that every rule's cause is given at all.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "probes/link/diagnose.h"
#include "probes/link/rules.h"
#include "tests/unit/link/evidence_builder.h"

namespace replwatch::link {
namespace {

using tunnel::EventKind;
using tunnel::TunnelState;

struct Win {
  Cause cause;
  std::optional<Hop> hop;
  const char* why;
  Given given;
  std::vector<Cause> alternatives;
};

// Two things are wrong at once: the earliest hop that is proved broken is the cause.
std::vector<Win> wins() {
  return {
      {Cause::tunnel_client_down,
       Hop::tunnel_client,
       "no data comes, so that nothing is executed matters less",
       Given().io_refused().listener_gone().sql_stopped(),
       {Cause::sql_thread_stopped}},
      {Cause::io_thread_stopped,
       Hop::io_thread,
       "both threads were stopped by hand: receiving comes first",
       Given().io_stopped().sql_stopped(),
       {Cause::sql_thread_stopped}},
      {Cause::tunnel_client_down,
       Hop::tunnel_client,
       "nothing listens now: what the log said before is over",
       Given()
           .io_refused()
           .listener_gone()
           .source_failed(Reason::refused)
           .logged(EventKind::verify_failed, "expired"),
       {}},
      {Cause::tunnel_verify_failed,
       Hop::tunnel_server,
       "a refused certificate is why the SQL thread has no work either",
       Given()
           .io_lost_at_handshake()
           .source_failed(Reason::connection_lost)
           .logged(EventKind::verify_failed, "crl_expired")
           .sql_stopped(1062),
       {Cause::sql_thread_error}},
      {Cause::tunnel_verify_failed,
       Hop::tunnel_server,
       "an old age is the refusal's consequence",
       Given()
           .io_lost_at_handshake()
           .source_failed(Reason::connection_lost)
           .logged(EventKind::peer_rejected_us, "sslv3 alert certificate expired")
           .stale(500),
       {}},
      {Cause::replica_unresponsive,
       Hop::sql_thread,
       "a status row of before the freeze tells nothing of now",
       Given().sql_stopped(1062).replica_failed(Reason::timed_out),
       {}},
      {Cause::replica_down,
       Hop::sql_thread,
       "nor does one of before the end",
       Given().io_stopped(1236, "purged").replica_failed(Reason::refused),
       {}},
      {Cause::source_down,
       Hop::source,
       "a source that is refused comes before the tunnel to it",
       Given()
           .source_asked_directly()
           .source_failed(Reason::refused)
           .io_lost_at_handshake()
           .sign(&TunnelState::handshake_unanswered_since, 9s),
       {Cause::tunnel_stalled}},
      {Cause::tunnel_stalled,
       Hop::tunnel_server,
       "the far stunnel is frozen: it comes before the cut behind it",
       Given()
           .io_connecting()
           .source_failed(Reason::timed_out)
           .sign(&TunnelState::handshake_unanswered_since, 9s)
           .sign(&TunnelState::far_unacknowledged_since, 9s),
       {}},
      {Cause::source_refused_login,
       Hop::source,
       "the login was refused through an open tunnel",
       Given().io_connecting(1045, "Access denied").sql_stopped(),
       {Cause::sql_thread_stopped}},
      {Cause::binlog_purged,
       Hop::io_thread,
       "a new copy is needed before the SQL thread's error matters",
       Given().io_stopped(1236, "Could not find first log file name").sql_stopped(1062),
       {Cause::io_thread_error, Cause::sql_thread_error}},
      {Cause::sql_thread_error,
       Hop::sql_thread,
       "the SQL thread is why the data is old",
       Given().sql_stopped(1062).stale(500),
       {Cause::lagging}},
      {Cause::monitor_denied,
       std::nullopt,
       "what may not be seen at the replica cannot be judged behind it",
       Given().status_failed(Reason::access_denied).listener_gone().source_failed(Reason::refused),
       {}},
      {Cause::receive_blocked,
       Hop::io_thread,
       "the status hangs although the server answers",
       [] {
         Given given;
         given.status_failed(Reason::statement_hung).evidence.replica.replica_status_hangs = true;
         return given;
       }(),
       {}},
      {Cause::io_thread_gave_up,
       Hop::io_thread,
       "nothing names the hop any more: the way may be free again",
       Given().io_stopped(2003, "Can't connect (111)"),
       {Cause::io_thread_error}},
      {Cause::source_unresponsive,
       Hop::source,
       "silent although the tunnel greets",
       Given().received(1h).source_failed(Reason::timed_out),
       {Cause::tunnel_stalled}},
  };
}

TEST(Diagnose, OfTwoThingsThatAreWrongTheEarliestProvedHopIsTheCause) {
  for (const Win& each : wins()) {
    SCOPED_TRACE(each.why);
    const Verdict verdict = diagnose(each.given.evidence);
    EXPECT_EQ(code(verdict.cause), code(each.cause));
    EXPECT_EQ(verdict.alternatives, each.alternatives);
    EXPECT_EQ(verdict.severity, row(each.cause).severity);
    if (!each.hop) continue;
    EXPECT_EQ(verdict.broken_hop, each.hop);
    EXPECT_EQ(verdict.hops[static_cast<std::size_t>(*each.hop)], HopState::broken);
  }
}

TEST(Diagnose, EveryCauseOfARuleIsGivenByItsRule) {
  // Each cause alone, so that a rule that another one always hides is found out.
  const auto full = [](EventKind kind) {
    return Given().io_lost_at_handshake().source_failed(Reason::connection_lost).logged(kind, "other");
  };
  std::vector<Given> worlds = {
      Given().replica_failed(Reason::refused),
      Given().replica_failed(Reason::crowded_out),
      Given().replica_failed(Reason::login_refused),
      Given().replica_failed(Reason::timed_out),
      Given().later(1h),
      full(EventKind::reset),
      full(EventKind::verify_failed),
      full(EventKind::handshake_failed),
      full(EventKind::connect_failed),
      full(EventKind::client_limit),
      Given().io_refused().listener_gone(),
      Given().received(9s).sign(&TunnelState::near_unread_since, 5s),
      Given().without_tunnel().io_connecting(2003, "(113)"),
      Given().io_connecting(1045),
      Given().io_connecting(1040),
      Given().source_asked_directly().source_failed(Reason::timed_out).io_connecting(),
      Given().io_stopped(1236, "purged"),
      Given().io_stopped(1236, "impossible position"),
      Given().io_stopped(13117),
      Given().io_stopped(2003, "(111)"),
      Given().io_stopped(1595),
      Given().io_stopped(),
      Given().io_connecting(),
      Given().sql_stopped(),
      Given().sql_stopped(1062),
      Given().stale(61)};
  worlds.emplace_back().evidence.channel = "voms";
  worlds.emplace_back().status_failed(Reason::statement_hung).evidence.replica.replica_status_hangs = true;
  std::set<std::string_view> given, ruled;
  for (const Given& world : worlds) given.insert(code(diagnose(world.evidence).cause));
  for (const auto rules : {monitor_rules(), path_rules(), thread_rules()}) {
    for (const Rule& each : rules) ruled.insert(code(each.cause));
  }
  EXPECT_EQ(given, ruled);
  EXPECT_EQ(ruled.size(), kCauseCount - 2) << "ok has no rule; apply_blocked has none yet";
}

}  // namespace
}  // namespace replwatch::link
