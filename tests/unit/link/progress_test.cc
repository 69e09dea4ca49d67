#include "probes/link/progress.h"

#include <gtest/gtest.h>

#include "tests/unit/link/evidence_builder.h"

namespace replwatch::link {
namespace {

constexpr Instant at(int second) { return Instant(std::chrono::seconds(second)); }

struct Watched {
  ProgressWatch watch;
  mysql::ReplicaStatus status = Given::channel();
  const Progress& look(int second) {
    watch.look(&status, at(second), at(second) + 100ms);
    return watch.progress();
  }
};

TEST(Progress, OneLookSaysNothingOfMovement) {
  Watched watched;
  EXPECT_EQ(watched.look(1).last_received, std::nullopt);
  EXPECT_EQ(watched.look(2).last_received, std::nullopt);
  EXPECT_EQ(watched.look(2).last_applied, std::nullopt);
}

TEST(Progress, EventsAndHeartbeatsAreReceivingAndOnlyExecutingIsApplying) {
  Watched watched;
  watched.look(1);
  watched.status.read->offset += 1;
  EXPECT_EQ(watched.look(2).last_received, at(2) + 100ms);
  *watched.status.received_heartbeats += 1;
  EXPECT_EQ(watched.look(3).last_received, at(3) + 100ms);
  EXPECT_EQ(watched.watch.progress().received_after, at(2)) << "when the look before was asked for";
  EXPECT_EQ(watched.look(4).last_received, at(3) + 100ms);
  EXPECT_EQ(watched.watch.progress().received_after, at(2));
  EXPECT_EQ(watched.look(4).last_applied, std::nullopt);
  watched.status.executed->offset += 1;
  EXPECT_EQ(watched.look(5).last_applied, at(5) + 100ms);
  EXPECT_EQ(watched.look(5).last_received, at(3) + 100ms);
}

TEST(Progress, AStateIsDatedByTheFirstLookOfItsUnbrokenRow) {
  Watched watched;
  EXPECT_EQ(watched.look(1).running_since, at(1));
  EXPECT_EQ(watched.look(2).running_since, at(1));
  EXPECT_EQ(watched.look(2).connecting_since, std::nullopt);
  watched.status.io = mysql::IoState::connecting;
  EXPECT_EQ(watched.look(3).connecting_since, at(3));
  EXPECT_EQ(watched.look(4).connecting_since, at(3));
  EXPECT_EQ(watched.look(4).running_since, std::nullopt);
  watched.status.io = mysql::IoState::stopped;
  EXPECT_EQ(watched.look(5).connecting_since, std::nullopt);
  EXPECT_EQ(watched.look(5).running_since, std::nullopt);
  watched.status.io = mysql::IoState::connecting;
  EXPECT_EQ(watched.look(6).connecting_since, at(6));
}

TEST(Progress, AChannelThatIsGoneLeavesNothing) {
  Watched watched;
  watched.look(1);
  watched.status.read->offset += 1;
  watched.look(2);
  watched.watch.look(nullptr, at(3), at(3));
  EXPECT_EQ(watched.watch.progress().last_received, std::nullopt);
  EXPECT_EQ(watched.watch.progress().running_since, std::nullopt);
  watched.status.read->offset += 1;
  EXPECT_EQ(watched.look(4).last_received, std::nullopt)
      << "the row before the gap is no row to compare with";
}

}  // namespace
}  // namespace replwatch::link
