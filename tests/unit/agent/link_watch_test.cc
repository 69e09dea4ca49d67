#include "agent/link_watch.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/link/evidence_builder.h"

namespace replwatch::agent {
namespace {

using namespace std::chrono_literals;
using exporters::LinkRecord;
using link::Cause;
using link::Given;
using link::Severity;

constexpr WallTime kWall{1700000000s};

LinkTarget target() {
  LinkTarget target;
  target.name = "lfc";
  target.source = "master";
  target.replica = "slave";
  target.tunnel = "mysql";
  target.source_via_tunnel = true;
  target.source_port = 3307;
  return target;
}

// A link between two servers that are looked at when the test says so.
struct Looked {
  explicit Looked(LinkTarget of = target()) : watch(std::move(of)) {
    tunnel = Given().tunnel();
    tunnel.service.accept = "127.0.0.1:3307";
  }
  Looked& see_source(mysql::Position end, Duration at, std::uint64_t id = 1) {
    const Instant asked(at);
    source.variables.saw(Given::variables(id, false), asked, asked + 10ms);
    source.source.saw(Given::position(end), asked, asked + 10ms);
    return *this;
  }
  Looked& see_replica(mysql::Position executed, mysql::Position read, Duration at,
                      std::uint64_t source_id = 1) {
    const Instant asked(at);
    mysql::ReplicaStatus status = Given::channel();
    status.executed = executed;
    status.read = read;
    status.source_server_id = source_id;
    replica.variables.saw(Given::variables(2, true), asked, asked + 10ms);
    replica.replica.saw({status}, asked, asked + 10ms);
    return *this;
  }
  LinkRecord judge(Duration at) {
    const Instant now(at);
    tunnel.sockets.saw(*tunnel.sockets.value, now, now);
    return watch.judge({&source, &replica, &tunnel}, {now, kWall + at});
  }

  LinkWatch watch;
  link::ServerSight source, replica;
  tunnel::TunnelState tunnel;
};

TEST(LinkWatch, BeforeTheFirstLookALinkIsBlindAndNothingIsKnown) {
  LinkWatch watch(target());
  const LinkRecord record = watch.judge({}, {Instant(100s), kWall});
  EXPECT_EQ(record.verdict.cause, Cause::blind);
  EXPECT_EQ(record.name, "lfc");
  EXPECT_EQ(record.cause_since, Instant(100s));
  EXPECT_EQ(record.fresh_at, std::nullopt);
  EXPECT_TRUE(std::isnan(record.evidence.freshness.staleness));
  EXPECT_FALSE(record.evidence.freshness.why_unknown.empty());
}

TEST(LinkWatch, StalenessCountsFromTheLastSampleThatTheReplicaHasReached) {
  Looked looked;
  looked.see_source({1, 5000}, 100s).see_replica({1, 5000}, {1, 5000}, 100500ms).judge(101s);
  const LinkRecord record = looked.see_source({1, 6000}, 101s).judge(102s);
  EXPECT_EQ(record.fresh_at, Instant(100s));
  EXPECT_DOUBLE_EQ(record.evidence.freshness.staleness, 2);
  EXPECT_EQ(record.evidence.freshness.unreceived, 1000);
  EXPECT_EQ(record.evidence.freshness.unapplied, 0);
  EXPECT_EQ(record.evidence.freshness.why_unknown, "");
  EXPECT_EQ(record.verdict.basis, link::Basis::both_ends);
}

TEST(LinkWatch, ALookThatWasSeenBeforeIsNotTakenTwice) {
  Looked looked;
  looked.see_source({1, 5000}, 100s).see_replica({1, 4000}, {1, 4000}, 100s);
  looked.judge(100500ms);
  EXPECT_EQ(looked.judge(101s).evidence.progress.last_received, std::nullopt);
  looked.see_replica({1, 4000}, {1, 5000}, 101s);
  EXPECT_EQ(looked.judge(102s).evidence.progress.last_received, Instant(101010ms));
  EXPECT_EQ(looked.judge(103s).evidence.progress.last_received, Instant(101010ms));
}

TEST(LinkWatch, AReplicaOfAnotherSourceIsOfUnknownAgeAndSaysWhy) {
  Looked looked;
  looked.see_source({1, 5000}, 100s).see_replica({1, 5000}, {1, 5000}, 100500ms).judge(101s);
  const LinkRecord record =
      looked.see_source({1, 5000}, 101s).see_replica({9, 9000}, {9, 9000}, 101500ms, 7).judge(102s);
  EXPECT_EQ(record.fresh_at, std::nullopt);
  EXPECT_NE(record.evidence.freshness.why_unknown.find("another server"), std::string::npos);
  EXPECT_EQ(record.verdict.basis, link::Basis::replica_only);
}

TEST(LinkWatch, WhyStalenessIsUnknownIsSaid) {
  LinkTarget alone = target();
  alone.source_configured = false;
  Looked unsampled(alone), unseen, unproved;
  EXPECT_EQ(unsampled.see_replica({1, 1}, {1, 1}, 100s).judge(101s).evidence.freshness.why_unknown,
            "the source is not sampled");
  EXPECT_EQ(unseen.see_replica({1, 1}, {1, 1}, 100s).judge(101s).evidence.freshness.why_unknown,
            "the source has not been sampled yet");
  const LinkRecord record = unproved.see_source({1, 5000}, 99s).see_replica({1, 1}, {1, 1}, 100s).judge(101s);
  EXPECT_NE(record.evidence.freshness.why_unknown.find("not yet proved"), std::string::npos);
}

TEST(LinkWatch, BytesAcrossFilesAreUnknown) {
  Looked looked;
  const LinkRecord record =
      looked.see_source({2, 100}, 100s).see_replica({1, 4000}, {1, 5000}, 100s).judge(101s);
  EXPECT_TRUE(std::isnan(record.evidence.freshness.unreceived));
  EXPECT_EQ(record.evidence.freshness.unapplied, 1000);
}

TEST(LinkWatch, AVerdictIsDatedCountedAndItsTimeAdded) {
  Looked looked;
  const auto healthy = [&](Duration at) {
    looked.see_source({1, 5000}, at).see_replica({1, 5000}, {1, 5000}, at);
  };
  EXPECT_EQ(looked.judge(100s).verdict.cause, Cause::blind);
  healthy(100s);
  healthy(101s);
  LinkRecord record = looked.judge(102s);
  EXPECT_EQ(record.verdict.cause, Cause::ok);
  EXPECT_EQ(record.cause_since, Instant(102s));
  EXPECT_EQ(record.cause_changes, 1u);
  healthy(104s);
  record = looked.judge(105s);
  EXPECT_EQ(record.cause_since, Instant(102s));
  EXPECT_EQ(record.cause_changes, 1u);
  EXPECT_DOUBLE_EQ(record.seconds_in[static_cast<std::size_t>(Severity::unknown)], 2);
  EXPECT_DOUBLE_EQ(record.seconds_in[static_cast<std::size_t>(Severity::ok)], 3);
}

TEST(LinkWatch, AFindingIsAcceptedUntilItsDate) {
  LinkTarget accepting = target();
  accepting.accept["source_read_only"] = {"a migration", kWall + 110s};
  Looked looked(accepting);
  looked.see_source({1, 5000}, 100s).see_replica({1, 5000}, {1, 5000}, 100s);
  looked.source.variables.value->read_only = true;
  const LinkRecord before = looked.judge(101s);
  ASSERT_EQ(before.findings.size(), 1u);
  EXPECT_TRUE(before.findings[0].accepted);
  EXPECT_EQ(before.findings[0].accept_reason, "a migration");
  looked.see_source({1, 5000}, 110s).see_replica({1, 5000}, {1, 5000}, 110s);
  looked.source.variables.value->read_only = true;
  const LinkRecord after = looked.judge(110s);
  ASSERT_EQ(after.findings.size(), 1u);
  EXPECT_FALSE(after.findings[0].accepted);
}

TEST(LinkWatch, TheSourceIsAskedThroughTheTunnelOnlyWhereTheTunnelAccepts) {
  Looked looked;
  looked.see_source({1, 5000}, 100s).see_replica({1, 5000}, {1, 5000}, 100s);
  EXPECT_TRUE(looked.judge(101s).evidence.source_via_tunnel);
  looked.tunnel.service.accept = "127.0.0.1:3308";
  EXPECT_FALSE(looked.judge(101s).evidence.source_via_tunnel) << "a source on this host, asked directly";
  looked.tunnel.conf = {};
  EXPECT_TRUE(looked.judge(101s).evidence.source_via_tunnel) << "stunnel.conf was not read: believed";
}

TEST(LinkWatch, AReloadKeepsTheHistoryOfTheSameChannelOnly) {
  Looked looked;
  looked.see_source({1, 5000}, 100s).see_replica({1, 5000}, {1, 5000}, 100500ms).judge(101s);
  LinkTarget same = target(), other_channel = target(), other_source = target();
  same.limits.staleness_warning = 5s;
  other_channel.channel = "voms";
  other_source.source = "elsewhere";
  EXPECT_FALSE(looked.watch.adopt(other_channel));
  EXPECT_FALSE(looked.watch.adopt(other_source));
  ASSERT_TRUE(looked.watch.adopt(same));
  const LinkRecord record = looked.judge(102s);
  EXPECT_EQ(record.fresh_at, Instant(100s));
  EXPECT_EQ(record.evidence.limits.staleness_warning, 5s);
}

}  // namespace
}  // namespace replwatch::agent
