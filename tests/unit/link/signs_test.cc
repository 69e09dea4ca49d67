#include "probes/link/signs.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/link/evidence_builder.h"

namespace replwatch::link {
namespace {

using tunnel::EventKind;
using tunnel::TunnelState;

TEST(Signs, NoneIsTrueOfWhatIsNotKnown) {
  Evidence nothing;
  nothing.now = kNow;
  for (std::size_t i = 0; i < kReasonCodes.size(); ++i) {
    EXPECT_FALSE(replica_failed(nothing, static_cast<Reason>(i)));
    EXPECT_FALSE(source_failed(nothing, static_cast<Reason>(i)));
  }
  for (const auto state : {mysql::IoState::running, mysql::IoState::connecting, mysql::IoState::stopped}) {
    EXPECT_FALSE(io_is(nothing, state));
  }
  EXPECT_FALSE(io_is_not_running(nothing));
  EXPECT_EQ(io_error(nothing), mysql::IoErrorClass::none);
  EXPECT_FALSE(receives(nothing));
  EXPECT_FALSE(flows_since(nothing, kNow - 1h));
  EXPECT_FALSE(is_silent(nothing));
  EXPECT_TRUE(std::isnan(measured_age(nothing)));
  EXPECT_EQ(latest_event(nothing, EventKind::verify_failed, 1h), nullptr);
  EXPECT_EQ(failure_on_the_way(nothing), nullptr);
  EXPECT_EQ(lasts(nothing, &TunnelState::near_unread_since), std::nullopt);
  EXPECT_FALSE(tunnel_client_is_gone(nothing));
}

TEST(Signs, ReceivingIsJudgedByTheHeartbeatPeriod) {
  EXPECT_TRUE(receives(Given().received(47s).evidence));
  EXPECT_FALSE(receives(Given().received(48s).evidence));
  Given quick;
  quick.status().heartbeat_period = 2;
  EXPECT_TRUE(receives(quick.received(5s).evidence));
  EXPECT_FALSE(receives(quick.received(6s).evidence));
  EXPECT_FALSE(receives(Given().io_connecting().evidence)) << "what is not connected receives nothing";
}

TEST(Signs, ALogEventSpeaksForOneRoundOfRetries) {
  EXPECT_EQ(retry_window(Given().evidence), 75s);
  Given hourly;
  hourly.status().connect_retry = 86400;
  EXPECT_EQ(retry_window(hourly.evidence), 3615s);
  Given logged;
  logged.logged(EventKind::verify_failed, "expired", 70s).logged(EventKind::verify_failed, "revoked", 30s);
  ASSERT_NE(latest_event(logged.evidence, EventKind::verify_failed, 75s), nullptr);
  EXPECT_EQ(latest_event(logged.evidence, EventKind::verify_failed, 75s)->event.reason, "revoked");
  EXPECT_EQ(latest_event(logged.evidence, EventKind::verify_failed, 29s), nullptr);
  EXPECT_EQ(latest_event(logged.evidence, EventKind::connect_failed, 75s), nullptr);
}

TEST(Signs, ASignOfTheSocketsLastsUpToTheLookAndNoFurther) {
  const Given given = Given().sign(&TunnelState::near_unread_since, 2s);
  EXPECT_EQ(lasts(given.evidence, &TunnelState::near_unread_since), 2s);
  EXPECT_EQ(lasts(given.evidence, &TunnelState::far_unread_since), std::nullopt);
  Given late = given;
  EXPECT_EQ(lasts(late.later(3s).evidence, &TunnelState::near_unread_since), 2s) << "not looked at since";
  EXPECT_TRUE(lasts_at_least(given.evidence, &TunnelState::near_unread_since, 2s));
  EXPECT_FALSE(lasts_at_least(given.evidence, &TunnelState::near_unread_since, 2001ms));
  EXPECT_EQ(lasts(late.later(4s).evidence, &TunnelState::near_unread_since), std::nullopt);
}

TEST(Signs, TheNearStunnelListensOnlyWhereThatIsSeen) {
  EXPECT_TRUE(tunnel_client_listens(Given().evidence));
  EXPECT_FALSE(tunnel_client_listens(Given().listener_gone().evidence));
  EXPECT_FALSE(tunnel_client_listens(Given().sockets_not_seen().evidence));
  EXPECT_FALSE(tunnel_client_listens(Given().later(7s).evidence));
  EXPECT_FALSE(tunnel_client_listens(Given().without_tunnel().evidence));
  Given other_side;
  other_side.tunnel().side = tunnel::Side::server;
  EXPECT_FALSE(tunnel_client_listens(other_side.evidence));
}

TEST(Signs, AgeIsStalenessWhereKnownElseLagLessTheDelay) {
  EXPECT_DOUBLE_EQ(measured_age(Given().stale(70, 10).evidence), 70);
  EXPECT_DOUBLE_EQ(measured_age(Given().stale(kUnknown, 10).evidence), 10);
  EXPECT_TRUE(std::isnan(measured_age(Given().stale(kUnknown, kUnknown).evidence)));
  EXPECT_TRUE(std::isnan(measured_age(Given().source_failed(Reason::timed_out).stale(70).evidence)));
  Given delayed;
  delayed.status().sql_delay = 60;
  EXPECT_DOUBLE_EQ(measured_age(delayed.stale(70).evidence), 10);
}

}  // namespace
}  // namespace replwatch::link
