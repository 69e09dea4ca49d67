#include "probes/link/exposure.h"

#include <gtest/gtest.h>

#include "tests/unit/link/evidence_builder.h"

namespace replwatch::link {
namespace {

using tunnel::EventKind;

Given at_the_source() {
  Given given;
  given.tunnel().side = tunnel::Side::server;
  return std::move(given.source_not_configured().io_lost_at_handshake());
}

TEST(Exposure, OnlyTheSourcesOwnHostProvesThatItIsDead) {
  struct Case {
    const char* name;
    bool dead;
    Given given;
  } cases[] = {
      {"a healthy link", false, Given()},
      {"asked directly, refused", true, Given().without_tunnel().io_refused().source_failed(Reason::refused)},
      {"... and the replica is still connected to it", false,
       Given().without_tunnel().source_failed(Reason::refused)},
      {"through a tunnel, refused: that is the tunnel's word", false,
       Given().io_refused().source_failed(Reason::refused)},
      {"silent", false, Given().without_tunnel().io_connecting().source_failed(Reason::timed_out)},
      {"its stunnel is refused by it", true, at_the_source().logged(EventKind::connect_failed, "refused")},
      {"its stunnel cannot reach it", false, at_the_source().logged(EventKind::connect_failed, "timed_out")},
      {"the stunnel at the replica is refused by the other", false,
       Given()
           .io_lost_at_handshake()
           .source_failed(Reason::connection_lost)
           .logged(EventKind::connect_failed, "refused")},
  };
  for (const Case& each : cases)
    EXPECT_EQ(source_is_proven_dead(each.given.evidence), each.dead) << each.name;
}

TEST(Exposure, ItIsFrozenAtTheFirstProofAndGoesOnWhenTheSourceMayLive) {
  DeathWatch watch;
  Given dead = Given().without_tunnel().io_refused().source_failed(Reason::refused);
  watch.look(dead.evidence);
  watch.look(dead.later(1s).evidence);
  EXPECT_EQ(watch.dead_since(), kNow);
  EXPECT_DOUBLE_EQ(exposure(kNow - 5s, watch.dead_since(), kNow + 1s), 5);
  EXPECT_DOUBLE_EQ(exposure(kNow + 2s, watch.dead_since(), kNow + 3s), 0) << "it came back and died again";
  watch.look(Given().without_tunnel().evidence);
  EXPECT_EQ(watch.dead_since(), std::nullopt);
  EXPECT_DOUBLE_EQ(exposure(kNow - 5s, watch.dead_since(), kNow + 1s), 6);
}

}  // namespace
}  // namespace replwatch::link
