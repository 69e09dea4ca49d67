#include "probes/link/diagnose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/link/evidence_builder.h"

namespace replwatch::link {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using tunnel::TunnelState;

HopState state(const Verdict& verdict, Hop hop) { return verdict.hops[static_cast<std::size_t>(hop)]; }

TEST(Diagnose, AHealthyLinkIsOkOnBothEndsWordAndEveryHopIsProved) {
  const Verdict verdict = diagnose(Given().evidence);
  EXPECT_EQ(verdict.cause, Cause::ok);
  EXPECT_EQ(verdict.severity, Severity::ok);
  EXPECT_EQ(verdict.basis, Basis::both_ends);
  EXPECT_EQ(verdict.sentence, "data flows, and its age is within the limits");
  EXPECT_EQ(verdict.broken_hop, std::nullopt);
  EXPECT_THAT(verdict.hops, testing::Each(HopState::ok));
  EXPECT_THAT(verdict.alternatives, testing::IsEmpty());
  EXPECT_FALSE(verdict.evidence.empty());
}

TEST(Diagnose, EvidenceThatIsTooOldIsBlindWhateverItSaid) {
  for (const Given& each : {Given(), Given().sql_stopped(1062), Given().io_refused().listener_gone(),
                            Given().stale(500), Given().replica_failed(Reason::timed_out)}) {
    Given old = each;
    const Verdict verdict = diagnose(old.later(60s).evidence);
    EXPECT_EQ(verdict.cause, Cause::blind);
    EXPECT_EQ(verdict.severity, Severity::unknown);
    EXPECT_EQ(verdict.basis, Basis::none);
    EXPECT_THAT(verdict.hops, testing::Each(HopState::unknown));
  }
}

TEST(Diagnose, WhatIsNotKnownIsNeverOk) {
  Given nothing;
  nothing.evidence.replica = {};
  EXPECT_EQ(diagnose(nothing.evidence).cause, Cause::blind);
  EXPECT_EQ(diagnose(Evidence{}).cause, Cause::blind);
  for (std::size_t i = 0; i < kReasonCodes.size(); ++i) {
    const auto reason = static_cast<Reason>(i);
    EXPECT_NE(diagnose(Given().replica_failed(reason).evidence).severity, Severity::ok) << code(reason);
    EXPECT_NE(diagnose(Given().status_failed(reason).evidence).severity, Severity::ok) << code(reason);
  }
}

TEST(Diagnose, OkOnTheReplicasEvidenceAloneSaysThatDeliveryIsNotVerified) {
  Given denied, unproved;
  denied.evidence.source.source.failed({Reason::access_denied, "why"}, kNow - 20ms, kNow - 10ms);
  unproved.stale(kUnknown, kUnknown);
  for (const Given& each :
       {Given().source_not_configured(), denied, unproved,
        Given().source_asked_directly().source_failed(Reason::login_refused).stale(500)}) {
    const Verdict verdict = diagnose(each.evidence);
    EXPECT_EQ(verdict.cause, Cause::ok);
    EXPECT_EQ(verdict.basis, Basis::replica_only);
    EXPECT_THAT(verdict.sentence, HasSubstr("delivery not verified"));
  }
}

TEST(Diagnose, AThreadThatConnectsWithinItsGraceIsNotConnectingYet) {
  EXPECT_EQ(diagnose(Given().io_connecting(0, "", 9999ms).evidence).cause, Cause::ok);
  EXPECT_EQ(diagnose(Given().io_connecting(0, "", 10s).evidence).cause, Cause::connecting);
  const Verdict verdict = diagnose(Given().io_connecting(0, "", 3s).evidence);
  EXPECT_EQ(state(verdict, Hop::io_thread), HopState::suspect);
}

TEST(Diagnose, LaggingIsAWarningAndCriticalBeyondTheOtherLimit) {
  EXPECT_EQ(diagnose(Given().stale(60.5).evidence).severity, Severity::warning);
  EXPECT_EQ(diagnose(Given().stale(300).evidence).severity, Severity::warning);
  EXPECT_EQ(diagnose(Given().stale(300.5).evidence).severity, Severity::critical);
  EXPECT_EQ(diagnose(Given().stale(kUnknown, 301).evidence).severity, Severity::critical);
}

TEST(Diagnose, AConfiguredDelayIsSubtractedFromBothLimits) {
  Given given;
  given.status().sql_delay = 3600;
  EXPECT_EQ(diagnose(given.stale(3660).evidence).cause, Cause::ok);
  EXPECT_EQ(diagnose(given.stale(3661).evidence).severity, Severity::warning);
  EXPECT_EQ(diagnose(given.stale(3901).evidence).severity, Severity::critical);
}

TEST(Diagnose, HopsAreProvedByWhatComesThroughThem) {
  // The agent asks the source directly: that proves the source, and the IO thread's events prove the rest.
  const Verdict stopped = diagnose(Given().source_asked_directly().io_stopped().evidence);
  EXPECT_THAT(stopped.hops, ElementsAre(HopState::ok, HopState::unknown, HopState::unknown, HopState::ok,
                                        HopState::broken, HopState::ok))
      << "that the near stunnel listens speaks for it";
  const Verdict alone = diagnose(Given().source_not_configured().evidence);
  EXPECT_THAT(alone.hops, testing::Each(HopState::ok));
  const Verdict cut = diagnose(Given()
                                   .source_failed(Reason::timed_out)
                                   .io_connecting()
                                   .sign(&TunnelState::far_unacknowledged_since, 9s)
                                   .evidence);
  EXPECT_THAT(cut.hops, ElementsAre(HopState::unknown, HopState::unknown, HopState::broken, HopState::ok,
                                    HopState::suspect, HopState::ok));
  // The source's answer of before the near stunnel ended proves nothing of the source now.
  const Verdict gone = diagnose(Given().io_refused().listener_gone().evidence);
  EXPECT_THAT(gone.hops, ElementsAre(HopState::unknown, HopState::unknown, HopState::unknown,
                                     HopState::broken, HopState::suspect, HopState::ok));
}

TEST(Diagnose, WhereTheHopIsNotNamedEachThatNothingSpeaksForIsSuspect) {
  const Verdict verdict = diagnose(Given().source_not_configured().received(48s).evidence);
  EXPECT_EQ(verdict.cause, Cause::tunnel_stalled);
  EXPECT_EQ(verdict.broken_hop, std::nullopt);
  EXPECT_THAT(verdict.hops, ElementsAre(HopState::suspect, HopState::suspect, HopState::suspect,
                                        HopState::suspect, HopState::ok, HopState::ok));
}

TEST(Diagnose, ConnectingIsNoAlternativeToANamedHop) {
  EXPECT_THAT(diagnose(Given().io_refused().listener_gone().evidence).alternatives,
              Not(Contains(Cause::connecting)));
}

TEST(Diagnose, TheSentenceHasTheParticularsOfThisLink) {
  EXPECT_EQ(
      diagnose(Given().io_refused().listener_gone().evidence).sentence,
      "nothing listens where the replica connects: the stunnel at the replica is down: nothing listens on "
      "127.0.0.1:3307");
}

}  // namespace
}  // namespace replwatch::link
