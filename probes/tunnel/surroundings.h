// What a host lays around an stunnel: what starts it, whether its pid file's folder outlives a boot, whether
// it can write its log. Pure questions to the texts of the files that tell; empty = not known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace replwatch::tunnel {

struct Surroundings {
  // The pid file's folder lies in memory, and nothing that was found makes it anew: gone after a boot.
  std::optional<bool> pid_folder_is_lost;
  bool in_rc_local = false;          // rc.local starts an stunnel
  std::optional<bool> log_writable;  // by the account that stunnel becomes (setuid)

  bool operator==(const Surroundings&) const = default;
};

// Whether a line of a start script that is no comment names stunnel.
bool starts_stunnel(std::string_view script);

// Whether tmpfiles.d, a unit or a start script makes this folder below /run or /var/run.
bool makes_folder(std::string_view text, std::string_view folder);

struct Account {
  std::uint32_t uid = 0, gid = 0;
  bool operator==(const Account&) const = default;
};
// An account of /etc/passwd by its name or number; empty when it is not there (it may be in a directory).
std::optional<Account> account_of(std::string_view passwd, std::string_view name);
// A group of /etc/group, likewise.
std::optional<std::uint32_t> group_of(std::string_view group, std::string_view name);

// Whether the permissions let this account write; lists beyond the nine bits are not seen.
bool may_write(std::uint32_t mode, std::uint32_t owner, std::uint32_t group, Account account);

}  // namespace replwatch::tunnel
