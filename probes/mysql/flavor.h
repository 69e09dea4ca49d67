// Which kind and version of server this is, from its version string.
#pragma once

#include <string>
#include <string_view>

#include "probes/result.h"

namespace replwatch::mysql {

enum class Flavor { mariadb, mysql };

constexpr std::string_view code(Flavor flavor) { return flavor == Flavor::mariadb ? "mariadb" : "mysql"; }

struct Version {
  Flavor flavor = Flavor::mariadb;
  unsigned major = 0, minor = 0, patch = 0;
  std::string text;  // as the server gave it, one line

  bool at_least(unsigned wanted_major, unsigned wanted_minor, unsigned wanted_patch = 0) const;
  bool operator==(const Version&) const = default;
};

// "10.11.19-MariaDB-deb12u1-log", "5.5.5-10.11.19-MariaDB" (the handshake's prefix is dropped), "9.7.4",
// "8.0.36-28" ...
Result<Version> parse_version(std::string_view text);

}  // namespace replwatch::mysql
