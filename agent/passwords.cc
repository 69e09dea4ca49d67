#include "agent/passwords.h"

#include <crypt.h>

#include <memory>

#include "probes/text.h"

namespace replwatch::agent {
namespace {

// crypt_rn, not crypt_r: it takes the size, so it can neither overrun nor fail in ways that look like a hash.
std::string hash_of(const std::string& password, const std::string& setting) {
  const auto space = std::make_unique<crypt_data>();
  const char* hash = crypt_rn(password.c_str(), setting.c_str(), space.get(), sizeof *space);
  return hash == nullptr ? std::string() : std::string(hash);
}

// In a time that depends on the lengths alone.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

Failure refused(std::size_t line, const std::string& why) {
  return {Reason::malformed, "line " + std::to_string(line) + ": " + why};
}

}  // namespace

Result<Passwords> Passwords::parse(std::string_view text) {
  std::map<std::string, std::string> hashes;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trim(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return refused(number, "not \"user:hash\"");
    const std::string user(line.substr(0, colon)), hash(line.substr(colon + 1));
    // A setting that libcrypt does not know gives a failure token or nothing; a plain-text password gives
    // another hash.
    if (hash.size() < 13 || !hash.starts_with('$') || hash_of("", hash).size() != hash.size()) {
      return refused(number, "no hash that this system knows; make one with `mkpasswd -m sha512crypt`");
    }
    if (!hashes.emplace(user, hash).second)
      return refused(number, "user " + one_line(user, 60) + " stands twice");
  }
  if (hashes.empty()) return Failure{Reason::malformed, "no user in it; add a line \"user:hash\""};
  return Passwords(std::move(hashes));
}

bool Passwords::admits(const std::string& user, const std::string& password) const {
  const auto found = hashes_.find(user);
  const std::string& setting = found == hashes_.end() ? hashes_.begin()->second : found->second;
  const std::lock_guard hold(one_at_a_time_);
  const std::string hash = hash_of(password, setting);
  return found != hashes_.end() && !hash.empty() && equal_in_constant_time(hash, found->second);
}

}  // namespace replwatch::agent
