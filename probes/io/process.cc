#include "probes/io/process.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "probes/io/clock.h"
#include "probes/io/file.h"
#include "probes/text.h"

namespace replwatch::io {
namespace {

std::optional<uid_t> user_named(const std::string& name) {
  if (const auto number = parse_number<uid_t>(name)) return number;
  std::array<char, 16384> room;
  passwd entry{};
  passwd* found = nullptr;
  if (getpwnam_r(name.c_str(), &entry, room.data(), room.size(), &found) != 0 || found == nullptr) return {};
  return entry.pw_uid;
}

std::optional<gid_t> group_named(const std::string& name) {
  if (const auto number = parse_number<gid_t>(name)) return number;
  std::array<char, 16384> room;
  group entry{};
  group* found = nullptr;
  if (getgrnam_r(name.c_str(), &entry, room.data(), room.size(), &found) != 0 || found == nullptr) return {};
  return entry.gr_gid;
}

}  // namespace

std::optional<WallTime> process_start(const std::string& pid_file, const std::string& name) {
  const auto written = read_file(pid_file, 64);
  const auto pid = written ? parse_number<int>(trim(*written)) : std::nullopt;
  if (!pid || *pid <= 0) return std::nullopt;
  const auto stat_line = read_file("/proc/" + std::to_string(*pid) + "/stat");
  if (!stat_line) return std::nullopt;
  const std::size_t begin = stat_line->find('('), end = stat_line->rfind(')');
  if (begin == std::string::npos || end == std::string::npos || end < begin) return std::nullopt;
  if (!std::string_view(*stat_line).substr(begin + 1).starts_with(name)) return std::nullopt;
  // proc(5): starttime is the 22nd field, the 20th behind the name's bracket, in ticks since boot.
  std::string_view rest = std::string_view(*stat_line).substr(end + 1);
  std::string_view word;
  for (int field = 0; field < 20; ++field) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(word.size());
  }
  const auto ticks = parse_number<long long>(word);
  const long per_second = sysconf(_SC_CLK_TCK);
  if (!ticks || per_second <= 0) return std::nullopt;
  const Instant start{std::chrono::milliseconds(*ticks * 1000 / per_second)};
  return wall_time(start, now(), wall_now());
}

std::optional<bool> readable_by(const std::string& path, const std::string& user, const std::string& group) {
  struct stat found {};
  const auto who = user_named(user);
  if (!who || stat(path.c_str(), &found) != 0) return std::nullopt;
  // Without setgid stunnel keeps root's own group.
  const auto gid = group.empty() ? std::optional<gid_t>(0) : group_named(group);
  if (!gid) return std::nullopt;
  if (*who == 0) return true;
  if (found.st_uid == *who) return (found.st_mode & S_IRUSR) != 0;
  if (found.st_gid == *gid) return (found.st_mode & S_IRGRP) != 0;
  return (found.st_mode & S_IROTH) != 0;
}

}  // namespace replwatch::io
