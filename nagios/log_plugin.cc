#include "nagios/log_plugin.h"

namespace replwatch::nagios {
namespace {

constexpr OptionUse kUses[] = {
    {Opt::stunnel_conf, "stunnel's configuration, which names the log"},
    {Opt::service, "only this service [all of the log]"},
    {Opt::log, "the log, if it is not what `output` says"},
    {Opt::state_file, "keeps the place reached; one for each check"},
    {Opt::warning, "failures", "0"},
    {Opt::critical, "failures", "0"},
    {Opt::timeout},
    {Opt::verbose},
    {Opt::version},
    {Opt::help},
};

constexpr std::string_view kPurpose =
    "Counts what went wrong in an stunnel log of any version from 4.15 on since the\n"
    "last run: certificates refused by either side, backends not reached, clients\n"
    "turned away, failed reloads, starts and handshakes.";

constexpr std::string_view kNotes =
    "With --state-file each line is counted once, through rotation by renaming or by\n"
    "copying; the first run only notes where the log ends, and says so. Without it\n"
    "every run counts the whole log. -w and -c apply to the sum of the failures; a\n"
    "port that scanners reach needs limits above 0. One refused certificate is one\n"
    "failure although stunnel writes up to four lines. A silent log is no failure: a\n"
    "healthy long-lived link logs nothing.\n"
    "\n"
    "Exit: 0 OK; 1 WARNING; 2 CRITICAL; 3 UNKNOWN: the log cannot be read, the place\n"
    "cannot be kept, bad options. The log often belongs to nobody or root, mode 0640:\n"
    "setfacl -m u:nagios:r LOG, and the same in logrotate's postrotate.\n"
    "\n"
    "Example: check_stunnel_log --stunnel-conf /etc/stunnel/stunnel.conf\n"
    "         --service mysql --state-file /var/lib/nagios4/stunnel-mysql.place";

}  // namespace

const Plugin kCheckStunnelLog{"check_stunnel_log", kPurpose, kUses, kLogPerf, kNotes, State::unknown};

Result<LogPlan> read_log_plan(const Order& order) {
  LogPlan plan;
  plan.look = {order.options.text(Opt::stunnel_conf), order.options.text(Opt::service),
               order.options.text(Opt::log), order.options.text(Opt::state_file)};
  if (plan.look.stunnel_conf.empty() && plan.look.log.empty()) {
    return Failure{Reason::malformed, "give --stunnel-conf FILE or --log FILE"};
  }
  plan.thresholds = {*order.warning, *order.critical};
  return plan;
}

}  // namespace replwatch::nagios
