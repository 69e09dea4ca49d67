#include "probes/tunnel/log_line.h"

#include <gtest/gtest.h>

#include <string>

namespace replwatch::tunnel {
namespace {

struct Shape {
  std::string_view line;
  LogLine parts;
};

const Shape kShapes[] = {
    {"2026.11.22 13:41:36 LOG5[8566:140686193375040]: Terminated",
     {"2026.11.22 13:41:36", 5, "8566:140686193375040", "Terminated"}},
    {"2026.11.22 13:41:36 LOG6[ui]: x", {"2026.11.22 13:41:36", 6, "ui", "x"}},
    {"2026.11.22 13:41:36 LOG5[per-second]: x", {"2026.11.22 13:41:36", 5, "per-second", "x"}},
    {"2026.11.22 13:41:36 LOG7[aB3dE6gH9jK2mN5pQ8sT1v]: x",
     {"2026.11.22 13:41:36", 7, "aB3dE6gH9jK2mN5pQ8sT1v", "x"}},
    {"2026.11.22 13:41:36 LOG5[0]:  -> EHLO", {"2026.11.22 13:41:36", 5, "0", " -> EHLO"}},
    {"2026.11.22 13:41:36 LOG5[0]: ", {"2026.11.22 13:41:36", 5, "0", ""}},
    {"LOG0[3]: x", {"", 0, "3", "x"}},
    {"stunnel: LOG5[0]: x", {"", 5, "0", "x"}},
    {"stunnel[123]: LOG5[0]: x", {"", 5, "0", "x"}},
    {"Nov 24 12:00:00 host stunnel[123]: LOG5[7:9]: x", {"", 5, "7:9", "x"}},
    {"Nov  4 12:00:00 host.example stunnel: LOG5[0]: x", {"", 5, "0", "x"}},
    {"<29>Nov 24 12:00:00 host stunnel[123]: LOG5[0]: x", {"", 5, "0", "x"}},
    {"2026-11-24T12:00:00+01:00 host stunnel[123]: LOG5[0]: x", {"", 5, "0", "x"}},
    {"2026-11-24T12:00:00.123456Z host mysql-tunnel[1]: LOG4[0]: x", {"", 4, "0", "x"}},
    {"<29>1 2026-11-24T12:00:00Z host stunnel 123 - - LOG5[0]: x", {"", 5, "0", "x"}},
    {"<29>1 2026-11-24T12:00:00Z host stunnel - - [a b=\"c\"] \xEF\xBB\xBFLOG5[0]: x", {"", 5, "0", "x"}},
    {"Nov 24 12:00:00 host stunnel[1]: 2026.11.24 12:00:00 LOG5[main]: x",
     {"2026.11.24 12:00:00", 5, "main", "x"}},
    {"[!] Binding service [mysql] failed", {"", 3, "ui", "Binding service [mysql] failed", true}},
    {"[ ] Clients allowed=500", {"", 6, "ui", "Clients allowed=500", true}},
    {"Nov 24 12:00:00 host stunnel[1]: [.] stunnel 5.68 on x", {"", 5, "ui", "stunnel 5.68 on x", true}},
};

TEST(LogLine, EveryShapeOfEveryVersionAndTransportIsTakenApart) {
  for (const Shape& shape : kShapes) {
    const auto parts = parse_log_line(shape.line);
    ASSERT_TRUE(parts.has_value()) << shape.line;
    EXPECT_EQ(parts->stamp, shape.parts.stamp) << shape.line;
    EXPECT_EQ(parts->level, shape.parts.level) << shape.line;
    EXPECT_EQ(parts->id, shape.parts.id) << shape.line;
    EXPECT_EQ(parts->text, shape.parts.text) << shape.line;
    EXPECT_EQ(parts->bare, shape.parts.bare) << shape.line;
  }
}

TEST(LogLine, WhatIsNotStunnelsShapeIsRefused) {
  const std::string_view lines[] = {
      "",
      " ",
      "LOG",
      "LOG5",
      "LOG5[",
      "LOG5[]: x",
      "LOG5[0] x",
      "LOG5[0]:x",
      "LOG8[0]: x",
      "LOG5[a b]: x",
      "LOG55[0]: x",
      "2026.11.22 LOG5[0]: x",
      "2026.11.22 13:41 LOG5[0]: x",
      "2026.11.22 13:41:36LOG5[0]: x",
      "2026.11.22T13:41:36 LOG5[0]: x",
      "26.11.22 13:41:36 LOG5[0]: x",
      " 2026.11.22 13:41:36 LOG5[0]: x",
      "x 2026.11.22 13:41:36 LOG5[0]: x",
      "some words LOG5[0]: x",
      "Nov 24 12:00:00 LOG5[0]: x",
      "Foo 24 12:00:00 host stunnel[1]: LOG5[0]: x",
      "Nov 24 12:00:00 host stunnel[x]: LOG5[0]: x",
      "Nov 24 12:00:00 host stunnel[]: LOG5[0]: x",
      "Nov 24 12:00:00 host stunnel[1]: words LOG5[0]: x",
      "<29>1 2026-11-24T12:00:00Z host stunnel 123 - LOG5[0]: x",
      "<>Nov 24 12:00:00 host stunnel[1]: LOG5[0]: x",
      "[x] Binding",
      "[!]Binding",
      "Nov 24 12:00:00 host kernel: eth0: up",
  };
  for (const auto line : lines) EXPECT_FALSE(parse_log_line(line).has_value()) << line;
}

TEST(LogLine, AnIdBeyondAllMeasureIsRefused) {
  EXPECT_TRUE(parse_log_line("LOG5[" + std::string(64, '1') + "]: x").has_value());
  EXPECT_FALSE(parse_log_line("LOG5[" + std::string(65, '1') + "]: x").has_value());
}

}  // namespace
}  // namespace replwatch::tunnel
