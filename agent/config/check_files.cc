#include "agent/config/check_files.h"

#include "probes/io/environment.h"
#include "probes/io/file.h"

namespace replwatch::config {
namespace {

Problem problem_at(const Lines& lines, const std::string& path, std::string text) {
  const auto line = lines.find(path);
  return {line == lines.end() ? 0 : line->second, path, std::move(text)};
}

// What keeps this process from reading the file, with the remedy; empty when nothing does.
std::optional<std::string> unreadable(const std::string& file) {
  const Result<Done> readable = io::try_to_open(file);
  if (readable) return std::nullopt;
  if (readable.error().reason == Reason::missing)
    return readable.error().text + "; make the file, or correct the path";
  return readable.error().text + "; as root: setfacl -m u:replwatch:r " + file;
}

class Check {
 public:
  explicit Check(const Lines& lines) : lines_(lines) {}
  FileCheck take() { return std::move(found_); }

  void secrets(const std::string& path, const std::string& file) {
    if (file.empty()) return;
    // The mode first: it is told even where the file cannot be read.
    const Result<io::FileFacts> facts = io::file_facts(file);
    if (facts && io::open_to_others(*facts)) {
      found_.refused.push_back(problem_at(lines_, path, file + ": open to every user; chmod 600 " + file));
    } else if (const auto why = unreadable(file)) {
      found_.refused.push_back(problem_at(lines_, path, *why));
    }
  }
  void plain(const std::string& path, const std::string& file) {
    if (file.empty()) return;
    if (const auto why = unreadable(file)) found_.warned.push_back(problem_at(lines_, path, *why));
  }
  void state(const std::string& folder) {
    if (io::may_write_into(folder)) return;
    const std::string what =
        io::file_facts(folder) ? "not a folder this user may write into" : "missing or out of reach";
    found_.warned.push_back(
        problem_at(lines_, "state_directory",
                   folder + ": " + what + "; as root: install -d -o replwatch -m 750 " + folder));
  }

 private:
  const Lines& lines_;
  FileCheck found_;
};

}  // namespace

FileCheck check_files(const Config& config, const Lines& lines) {
  Check check(lines);
  check.secrets("http.password_file", config.http.password_file);
  check.state(config.state_directory);
  for (const auto& [name, server] : config.servers) {
    const std::string path = join("servers", name);
    check.secrets(join(path, "defaults_file"), server.address.defaults_file);
    check.plain(join(path, "tls_ca"), server.address.tls_ca);
  }
  for (const auto& [name, tunnel] : config.tunnels) {
    const std::string path = join("tunnels", name);
    check.plain(join(path, "stunnel_conf"), tunnel.stunnel_conf);
    const std::string log = join(path, "log");
    if (tunnel.log.kind == LogPlace::Kind::file) check.plain(join(log, "file"), tunnel.log.name);
    if (tunnel.log.kind == LogPlace::Kind::syslog_file)
      check.plain(join(log, "syslog_file"), tunnel.log.name);
  }
  return check.take();
}

std::vector<Problem> take_passwords(Config& config, const Lines& lines, const Environment& environment) {
  std::vector<Problem> problems;
  const auto take = [&](const std::string& path, const std::string& variable, std::string& password) {
    if (variable.empty()) return false;
    const std::optional<std::string> value = environment(variable);
    if (!value) {
      problems.push_back(
          problem_at(lines, join(path, "password_env"),
                     "the environment has no variable " + variable +
                         "; set it, for a service with EnvironmentFile= in a file of mode 600"));
      return false;
    }
    password = *value;
    return true;
  };
  for (auto& [name, server] : config.servers) {
    server.address.has_password = take(join("servers", name), server.password_env, server.address.password);
  }
  for (auto& [name, peer] : config.peers) take(join("peers", name), peer.password_env, peer.password);
  return problems;
}

}  // namespace replwatch::config
