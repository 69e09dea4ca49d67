#include "probes/tunnel/look_surroundings.h"

#include "probes/io/file.h"
#include "probes/io/folder.h"
#include "probes/text.h"

namespace replwatch::tunnel {
namespace {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

bool any_file(const std::string& folder, std::string_view ending, const std::string& made) {
  const Result<std::vector<std::string>> names = io::list_folder(folder);
  if (!names) return false;
  for (const std::string& name : *names) {
    if (!name.ends_with(ending)) continue;
    const Result<std::string> text = io::read_file(in_folder(folder, name));
    if (text && makes_folder(*text, made)) return true;
  }
  return false;
}

bool is_made_at_boot(const std::string& folder) {
  for (const char* place : {"/etc/tmpfiles.d", "/run/tmpfiles.d", "/usr/lib/tmpfiles.d"}) {
    if (any_file(place, ".conf", folder)) return true;
  }
  for (const char* place : {"/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"}) {
    if (any_file(place, ".service", folder)) return true;
  }
  for (const char* script : {"/etc/init.d/stunnel4", "/etc/init.d/stunnel", "/etc/rc.d/init.d/stunnel",
                             "/etc/rc.local", "/etc/rc.d/rc.local"}) {
    const Result<std::string> text = io::read_file(script);
    if (text && makes_folder(*text, folder)) return true;
  }
  return false;
}

std::optional<bool> loses_pid_folder(const StunnelConf& conf) {
  const std::string folder = folder_of(conf.pid);
  if (folder.empty() || folder == "/run" || folder == "/var/run") return std::nullopt;
  const Result<bool> in_memory = io::is_in_memory(conf.chroot + folder);
  if (!in_memory) return std::nullopt;
  return *in_memory && !is_made_at_boot(conf.chroot + folder);
}

bool is_in_rc_local() {
  for (const char* script : {"/etc/rc.local", "/etc/rc.d/rc.local"}) {
    const Result<std::string> text = io::read_file(script);
    if (text && starts_stunnel(*text)) return true;
  }
  return false;
}

// Since 4.44 the log is opened after setuid: an existing file must be writable, else its folder.
std::optional<bool> can_write_log(const StunnelConf& conf) {
  if (conf.setuid.empty() || conf.output.empty() || conf.output.starts_with("/dev/")) return std::nullopt;
  const Result<std::string> passwd = io::read_file("/etc/passwd"), groups = io::read_file("/etc/group");
  std::optional<Account> account;
  if (passwd) account = account_of(*passwd, conf.setuid);
  if (!account) return std::nullopt;
  account->gid = 0;  // without setgid it stays root's
  if (!conf.setgid.empty()) {
    const auto gid = groups ? group_of(*groups, conf.setgid) : std::nullopt;
    if (!gid) return std::nullopt;
    account->gid = *gid;
  }
  const std::string log = conf.chroot + conf.output;
  Result<io::FileFacts> facts = io::file_facts(log);
  if (!facts && facts.error().reason == Reason::missing) facts = io::file_facts(folder_of(log));
  if (!facts) return std::nullopt;
  return may_write(facts->mode, facts->uid, facts->gid, *account);
}

}  // namespace

Surroundings look_at_surroundings(const StunnelConf& conf) {
  return {loses_pid_folder(conf), is_in_rc_local(), can_write_log(conf)};
}

}  // namespace replwatch::tunnel
