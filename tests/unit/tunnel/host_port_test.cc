#include "probes/tunnel/host_port.h"

#include <gtest/gtest.h>

namespace replwatch::tunnel {
namespace {

TEST(HostPort, StunnelsAddressesAreRead) {
  const struct {
    std::string_view text;
    HostPort parts;
  } rows[] = {
      {"3307", {"", 3307}},
      {":3307", {"", 3307}},
      {"127.0.0.1:3307", {"127.0.0.1", 3307}},
      {":::3307", {"::", 3307}},
      {"::1:65535", {"::1", 65535}},
      {"[::1]:1", {"::1", 1}},
      {" host.domain : 1", {"", 0}},
      {"host.domain:1 ", {"host.domain", 1}},
  };
  for (const auto& row : rows) {
    const auto parts = parse_host_port(row.text);
    EXPECT_EQ(parts.has_value(), row.parts.port != 0) << row.text;
    if (parts) {
      EXPECT_EQ(*parts, row.parts) << row.text;
    }
  }
}

TEST(HostPort, WhatIsNoPortIsRefused) {
  for (const std::string_view text : {"", ":", "0", "65536", "-1", "host", "host:", "host:mysql", "/run/sock",
                                      "/run/sock:1", "a b:1", "1.5"}) {
    EXPECT_FALSE(parse_host_port(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace replwatch::tunnel
