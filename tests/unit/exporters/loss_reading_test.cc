#include "exporters/loss_reading.h"

#include <gmock/gmock.h>

#include "tests/unit/exporters/sample_snapshot.h"

namespace replwatch::testing {
namespace {

using ::testing::HasSubstr;

LossReading reading(const LinkRecord& link, Duration later = {}) {
  Snapshot snapshot = full_snapshot();
  snapshot.links = {link};
  return loss_of(snapshot.links[0], View(snapshot, at(later)));
}

TEST(LossReading, SaysByWhenEverythingIsThereAndHowMuchIsNot) {
  const LossReading loss = reading(sample_good_link());
  EXPECT_TRUE(loss.known);
  EXPECT_EQ(
      loss.sentence,
      "Everything committed and logged by 2026-11-22T13:41:42Z is on the replica; at most 0.8 s of writes "
      "are not; at the latest look 0 B not received and 682 B received and not applied.");
}

TEST(LossReading, GrowsWhileNothingNewIsSeen) {
  EXPECT_THAT(reading(sample_good_link(), 2s).sentence, HasSubstr("at most 2.8 s of writes"));
}

TEST(LossReading, AProvenEndOfTheSourceFreezesIt) {
  LinkRecord link = sample_good_link();
  link.evidence.freshness.staleness = 100;
  link.evidence.freshness.exposure = 7;
  link.fresh_at = kAt - 100s;
  EXPECT_THAT(reading(link).sentence, HasSubstr("at most 7.0 s of writes"));
}

TEST(LossReading, BytesThatAreNotKnownAreNotNamed) {
  LinkRecord link = sample_good_link();
  link.evidence.freshness.unreceived = link.evidence.freshness.unapplied = kUnknown;
  EXPECT_THAT(reading(link).sentence, HasSubstr("of writes are not; how many bytes that is is not known."));
}

TEST(LossReading, WhatIsNotKnownIsNotSaid) {
  LinkRecord link = sample_good_link();
  link.fresh_at.reset();
  link.evidence.freshness = {};
  link.evidence.freshness.why_unknown = "the replica follows another server";
  const LossReading loss = reading(link);
  EXPECT_FALSE(loss.known);
  EXPECT_EQ(loss.sentence,
            "What would be missing cannot be said, because the replica follows another server.");
}

}  // namespace
}  // namespace replwatch::testing
