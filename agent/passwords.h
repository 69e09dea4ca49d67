// The users who may read: a file of "user:hash" lines as `mkpasswd` or `htpasswd -B` write the hash. Hashes
// are checked by the system's libcrypt; a password is never stored or logged.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "probes/result.h"

namespace replwatch::agent {

class Passwords {
 public:
  // Refuses a line that is no "user:hash", a user twice, a hash that libcrypt does not know, and a file
  // without a user.
  static Result<Passwords> parse(std::string_view text);

  // Takes as long for an unknown user as for a known one. Any number of threads may ask; they are answered in
  // turn, so that guessing cannot take more than one core.
  bool admits(const std::string& user, const std::string& password) const;

  Passwords(Passwords&& other) noexcept : hashes_(std::move(other.hashes_)) {}

 private:
  explicit Passwords(std::map<std::string, std::string> hashes) : hashes_(std::move(hashes)) {}

  std::map<std::string, std::string> hashes_;
  mutable std::mutex one_at_a_time_;
};

}  // namespace replwatch::agent
