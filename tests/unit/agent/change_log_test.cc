#include "agent/change_log.h"

#include <gtest/gtest.h>

namespace replwatch::agent {
namespace {

using exporters::LinkRecord;
using exporters::ProbeRecord;
using exporters::Snapshot;
using link::Cause;
using link::Severity;
using Lines = std::vector<LogLine>;

Snapshot with_probe(std::optional<Failure> failure, bool looked = true) {
  Snapshot snapshot;
  ProbeRecord probe;
  probe.probe = "replica";
  probe.name = "backup";
  probe.looked = looked;
  probe.failure = std::move(failure);
  snapshot.probes.push_back(probe);
  return snapshot;
}

Snapshot with_link(Cause cause, Severity severity, std::string sentence = "so it is") {
  Snapshot snapshot;
  LinkRecord link;
  link.name = "lfc";
  link.verdict.cause = cause;
  link.verdict.severity = severity;
  link.verdict.sentence = std::move(sentence);
  snapshot.links.push_back(link);
  return snapshot;
}

const Failure kRefused{Reason::refused, "nobody listens", 111};

TEST(ChangeLog, AFailureIsALineWhenItStartsAndWhenItHealsAndNotInBetween) {
  const Snapshot well = with_probe(std::nullopt), failing = with_probe(kRefused);
  EXPECT_EQ(changes_between(well, failing),
            (Lines{{Level::warning, "probe replica of backup fails: refused: nobody listens"}}));
  EXPECT_EQ(changes_between(failing, failing), Lines{});
  EXPECT_EQ(changes_between(failing, well), (Lines{{Level::notice, "probe replica of backup works again"}}));
  EXPECT_EQ(changes_between(well, well), Lines{});
}

TEST(ChangeLog, AnotherReasonIsALineAndOtherWordsForItAreNot) {
  const Snapshot failing = with_probe(kRefused);
  EXPECT_EQ(changes_between(failing, with_probe(Failure{Reason::timed_out, "silent", 0})).size(), 1u);
  EXPECT_EQ(changes_between(failing, with_probe(Failure{Reason::refused, "other words", 0})), Lines{});
}

TEST(ChangeLog, TheFirstLookIsALineOnlyWhenItFails) {
  EXPECT_EQ(changes_between({}, with_probe(std::nullopt)), Lines{});
  EXPECT_EQ(changes_between({}, with_probe(kRefused)).size(), 1u);
  EXPECT_EQ(changes_between({}, with_probe(kRefused, false)), Lines{}) << "no look has ended yet";
}

TEST(ChangeLog, AVerdictIsALineWhenItChanges) {
  const Snapshot ok = with_link(Cause::ok, Severity::ok);
  const Snapshot down = with_link(Cause::source_down, Severity::critical);
  EXPECT_EQ(changes_between(ok, down),
            (Lines{{Level::error, "link lfc: source_down (critical), was ok: so it is"}}));
  EXPECT_EQ(changes_between(down, ok),
            (Lines{{Level::notice, "link lfc: ok (ok), was source_down: so it is"}}));
  EXPECT_EQ(changes_between(down, down), Lines{});
  EXPECT_EQ(changes_between(down, with_link(Cause::source_down, Severity::critical, "in other words")),
            Lines{});
}

TEST(ChangeLog, TheLevelIsTheSeverityAndANewSeverityIsAChange) {
  const Snapshot lagging = with_link(Cause::lagging, Severity::warning);
  const Lines worse = changes_between(lagging, with_link(Cause::lagging, Severity::critical));
  ASSERT_EQ(worse.size(), 1u);
  EXPECT_EQ(worse[0].level, Level::error);
  EXPECT_EQ(changes_between({}, lagging).at(0).level, Level::warning);
  EXPECT_EQ(changes_between({}, with_link(Cause::blind, Severity::unknown)).at(0).level, Level::warning);
}

TEST(ChangeLog, ANewLinkHasNoCauseBefore) {
  EXPECT_EQ(changes_between({}, with_link(Cause::blind, Severity::unknown)).at(0).text,
            "link lfc: blind (unknown): so it is");
}

TEST(ChangeLog, WhatAServerSaysStaysOnItsLine) {
  const auto lines =
      changes_between({}, with_probe(Failure{Reason::refused, "a\nlink lfc: ok (ok)\x1b[31m", 0}));
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].text.find_first_of("\n\x1b"), std::string::npos);
  const auto long_one = changes_between({}, with_probe(Failure{Reason::refused, std::string(5000, 'x'), 0}));
  EXPECT_LT(long_one.at(0).text.size(), 400u);
}

}  // namespace
}  // namespace replwatch::agent
