#include "nagios/source_plugin.h"

#include "nagios/server_options.h"
#include "probes/text.h"

namespace replwatch::nagios {
namespace {

constexpr unsigned kMostReplicas = 1000;

constexpr OptionUse kUses[] = {
    {Opt::hostname, "the source's name or address"},
    {Opt::port},
    {Opt::ipv4},
    {Opt::socket},
    {Opt::defaults_file},
    {Opt::defaults_group},
    {Opt::user},
    {Opt::password_env},
    {Opt::replicas},
    {Opt::warning, "dump threads missing", "0"},
    {Opt::critical, "dump threads missing", "0"},
    {Opt::timeout},
    {Opt::verbose},
    {Opt::version},
    {Opt::help},
};

constexpr std::string_view kPurpose =
    "Looks once at a source (MASTER) of MySQL or MariaDB and says whether it answers,\n"
    "writes its binary log, takes writes, and has its replicas connected.";

constexpr std::string_view kNotes =
    "RANGE is [@]start:end; 0 alerts as soon as one is missing, 1 when two are.\n"
    "A replica is counted by its dump thread. That thread outlives a broken tunnel by\n"
    "a minute or more: it shows that a replica was there, not that data arrive. For\n"
    "that ask the replica: check_mysql_replica, or the agent: check_replication_link.\n"
    "The account needs PROCESS, or threads of others are hidden without an error:\n"
    "that is UNKNOWN here, never \"none\".\n"
    "\n"
    "Exit: 0 OK; 1 WARNING, also when the source is read_only; 2 CRITICAL, also when\n"
    "the source is silent, or writes no binary log; 3 UNKNOWN: bad options, login\n"
    "refused, a missing grant, a connection limit. No password is taken on the\n"
    "command line: put it into an option file, [client], chmod 600.\n"
    "\n"
    "Example: check_mysql_source -H server1 -f /etc/nagios4/replwatch.cnf --replicas 2";

}  // namespace

const Plugin kCheckMysqlSource{"check_mysql_source", kPurpose, kUses, kSourcePerf, kNotes, State::critical};

Result<SourcePlan> read_source_plan(const Order& order) {
  SourcePlan plan;
  auto source = server_address(order.options);
  if (!source) return source.error();
  const auto replicas = parse_number<unsigned>(order.options.text(Opt::replicas));
  if (!replicas || *replicas > kMostReplicas) {
    return Failure{Reason::malformed,
                   "--replicas: a whole number from 0 to " + std::to_string(kMostReplicas) + " is needed"};
  }
  plan.look = {std::move(*source), *replicas, order.deadline};
  plan.thresholds = {*order.warning, *order.critical, *replicas};
  return plan;
}

}  // namespace replwatch::nagios
