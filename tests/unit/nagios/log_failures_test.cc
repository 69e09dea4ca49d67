#include "nagios/log_failures.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "nagios/log_check.h"

namespace replwatch::nagios {
namespace {

TEST(LogFailures, EachFailureIsCountedInItsOwnRow) {
  for (const FailureRow& row : failure_rows()) {
    tunnel::LogSummary counts;
    tunnel::Event event;
    event.kind = row.kind;
    event.reason = "other";
    counts.add(event);
    for (const FailureRow& other : failure_rows()) {
      EXPECT_EQ(count_of(counts, other.kind), other.kind == row.kind ? 1u : 0u)
          << row.one << " " << other.one;
    }
  }
}

TEST(LogFailures, EachFailureHasANumberOfItsNameAndARemedy) {
  for (const FailureRow& row : failure_rows()) {
    EXPECT_NE(std::ranges::find(kLogPerf, tunnel::code(row.kind), &PerfRow::label), kLogPerf.end())
        << row.one;
    EXPECT_FALSE(row.remedy.empty()) << row.one;
  }
}

TEST(LogFailures, WhatAHealthyTunnelWritesIsNone) {
  for (const auto kind :
       {tunnel::EventKind::accepted, tunnel::EventKind::verify_ok, tunnel::EventKind::closed,
        tunnel::EventKind::reset, tunnel::EventKind::started, tunnel::EventKind::idle_timeout}) {
    EXPECT_FALSE(is_failure(kind)) << tunnel::code(kind);
  }
}

}  // namespace
}  // namespace replwatch::nagios
