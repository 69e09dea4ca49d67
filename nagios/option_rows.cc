#include <algorithm>

#include "nagios/options.h"

namespace replwatch::nagios {
namespace {

constexpr std::array<OptionRow, kOptCount> kRows{{
    {Opt::hostname, 'H', "hostname", "HOST", "name or address of the server", "localhost"},
    {Opt::port, 'p', "port", "PORT", "its port; -P is the same", "3306", 'P'},
    {Opt::ipv4, '4', "use-ipv4", "", "use only IPv4 addresses"},
    {Opt::socket, 's', "socket", "PATH", "UNIX socket, instead of host and port"},
    {Opt::defaults_file, 'f', "defaults-file", "FILE", "option file with user and password", "", 0, "file"},
    {Opt::defaults_group, 'g', "defaults-group", "NAME", "its group to read after [client]", "", 0, "group"},
    {Opt::user, 'u', "user", "NAME", "account, if not from the file", "", 0, "username"},
    {Opt::password_env, 0, "password-env", "NAME", "environment variable that holds the password"},
    {Opt::channel, 0, "channel", "NAME", "only this replication channel"},
    {Opt::source, 0, "source", "HOST:PORT", "ask the source too and compare positions"},
    {Opt::replicas, 0, "replicas", "N", "replicas that are to be connected", "1"},
    {Opt::warning, 'w', "warning", "RANGE", "WARNING outside this range"},
    {Opt::critical, 'c', "critical", "RANGE", "CRITICAL outside this range"},
    {Opt::warning_bytes, 0, "warning-bytes", "RANGE", "WARNING for bytes not yet applied"},
    {Opt::critical_bytes, 0, "critical-bytes", "RANGE", "CRITICAL for bytes not yet applied"},
    {Opt::stunnel_conf, 0, "stunnel-conf", "FILE", "stunnel's configuration"},
    {Opt::service, 0, "service", "NAME", "its service, without the brackets"},
    {Opt::log, 0, "log", "FILE", "stunnel's log"},
    {Opt::state_file, 0, "state-file", "FILE", "keeps the place up to which the log was read"},
    {Opt::timeout, 't', "timeout", "SECONDS", "an answer by then, whatever happens", "10"},
    {Opt::verbose, 'v', "verbose", "", "more detail; up to -vvv"},
    {Opt::version, 'V', "version", "", "print the version"},
    {Opt::help, 'h', "help", "", "print this help"},
}};

constexpr bool rows_are_sound() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (kRows[i].option != static_cast<Opt>(i) || kRows[i].name.empty()) return false;
    for (std::size_t j = 0; j < kRows.size(); ++j) {
      if (i != j && kRows[i].letter &&
          (kRows[i].letter == kRows[j].letter || kRows[i].letter == kRows[j].other_letter))
        return false;
      if (i != j && (kRows[i].name == kRows[j].name || kRows[i].name == kRows[j].other_name)) return false;
    }
  }
  return true;
}
static_assert(rows_are_sound(), "rows in the order of Opt, every name once");

}  // namespace

const std::array<OptionRow, kOptCount> kOptions = kRows;

}  // namespace replwatch::nagios
