#include "probes/mysql/flavor.h"

#include <array>
#include <charconv>
#include <tuple>

#include "probes/text.h"

namespace replwatch::mysql {
namespace {

// MariaDB 10 and later put this before their version in the handshake, because old replicas read one digit
// only.
constexpr std::string_view kHandshakePrefix = "5.5.5-";

// Takes the number at the start of `text` away; false when there is none or it does not fit.
bool take_number(std::string_view& text, unsigned& number) {
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return true;
}

bool take_dot(std::string_view& text) {
  if (!text.starts_with('.')) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

bool Version::at_least(unsigned wanted_major, unsigned wanted_minor, unsigned wanted_patch) const {
  return std::tuple(major, minor, patch) >= std::tuple(wanted_major, wanted_minor, wanted_patch);
}

Result<Version> parse_version(std::string_view text) {
  Version version;
  version.text = one_line(text, 100);
  std::string_view rest = text;
  const bool prefixed = rest.starts_with(kHandshakePrefix) && rest.size() > kHandshakePrefix.size() &&
                        rest[kHandshakePrefix.size()] >= '0' && rest[kHandshakePrefix.size()] <= '9';
  if (prefixed) {
    rest.remove_prefix(kHandshakePrefix.size());
    version.text = one_line(rest, 100);
  }
  const bool named = lower(rest).find("mariadb") != std::string::npos;
  version.flavor = prefixed || named ? Flavor::mariadb : Flavor::mysql;
  if (!take_number(rest, version.major) || !take_dot(rest) || !take_number(rest, version.minor)) {
    return Failure{Reason::malformed, "'" + one_line(text, 100) + "' is no server version"};
  }
  // Some builds have words where the patch number should be ("8.0.mysql_aurora.3.04.0"): it then reads 0.
  if (take_dot(rest)) take_number(rest, version.patch);
  return version;
}

}  // namespace replwatch::mysql
