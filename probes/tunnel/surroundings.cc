#include "probes/tunnel/surroundings.h"

#include <array>

#include "probes/text.h"
#include "probes/tunnel/words.h"

namespace replwatch::tunnel {
namespace {

// Calls `holds` with each line, trimmed, and tells whether one holds.
template <class Holds>
bool any_line(std::string_view text, Holds holds) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trim(text.substr(0, end));
    if (!line.empty() && line[0] != '#' && line[0] != ';' && holds(line)) return true;
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return false;
}

bool is_part_of_path(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '-' || c == '.';
}

// As a whole path or name, not as the beginning of a longer one.
bool names(std::string_view line, std::string_view path) {
  for (std::size_t at = line.find(path); at != std::string_view::npos; at = line.find(path, at + 1)) {
    const std::size_t end = at + path.size();
    const bool begins = at == 0 || !(is_part_of_path(line[at - 1]) || line[at - 1] == '/');
    if (begins && (end == line.size() || !is_part_of_path(line[end]))) return true;
  }
  return false;
}

// Fields between colons, as in /etc/passwd.
template <std::size_t N>
std::optional<std::array<std::string_view, N>> fields_of(std::string_view line) {
  std::array<std::string_view, N> fields;
  for (std::string_view& field : fields) {
    const std::size_t end = line.find(':');
    if (end == std::string_view::npos) return std::nullopt;
    field = line.substr(0, end);
    line.remove_prefix(end + 1);
  }
  return fields;
}

}  // namespace

bool starts_stunnel(std::string_view script) {
  return any_line(script, [](std::string_view line) { return contains(line, "stunnel"); });
}

bool makes_folder(std::string_view text, std::string_view folder) {
  for (const std::string_view root : {std::string_view("/var/run/"), std::string_view("/run/")}) {
    if (!eat(folder, root)) continue;
    const std::string below(folder);
    return any_line(text, [&](std::string_view line) {
      if (eat(line, "RuntimeDirectory=")) return names(line, below);
      return names(line, "/run/" + below) || names(line, "/var/run/" + below);
    });
  }
  return any_line(text, [&](std::string_view line) { return names(line, folder); });
}

std::optional<Account> account_of(std::string_view passwd, std::string_view name) {
  std::optional<Account> found;
  any_line(passwd, [&](std::string_view line) {
    const auto fields = fields_of<5>(line);  // name, password, uid, gid, comment
    if (!fields || ((*fields)[0] != name && (*fields)[2] != name)) return false;
    const auto uid = parse_number<std::uint32_t>((*fields)[2]),
               gid = parse_number<std::uint32_t>((*fields)[3]);
    if (uid && gid) found = Account{*uid, *gid};
    return found.has_value();
  });
  return found;
}

std::optional<std::uint32_t> group_of(std::string_view group, std::string_view name) {
  std::optional<std::uint32_t> found;
  any_line(group, [&](std::string_view line) {
    const auto fields = fields_of<3>(line);  // name, password, gid
    if (!fields || ((*fields)[0] != name && (*fields)[2] != name)) return false;
    found = parse_number<std::uint32_t>((*fields)[2]);
    return found.has_value();
  });
  return found;
}

bool may_write(std::uint32_t mode, std::uint32_t owner, std::uint32_t group, Account account) {
  if (account.uid == 0) return true;
  if (account.uid == owner) return (mode & 0200) != 0;
  if (account.gid == group) return (mode & 0020) != 0;
  return (mode & 0002) != 0;
}

}  // namespace replwatch::tunnel
