#include "nagios/replica_plugin.h"

#include "nagios/server_options.h"

namespace replwatch::nagios {
namespace {

constexpr OptionUse kUses[] = {
    {Opt::hostname, "the replica's name or address"},
    {Opt::port},
    {Opt::ipv4},
    {Opt::socket},
    {Opt::defaults_file},
    {Opt::defaults_group},
    {Opt::user},
    {Opt::password_env},
    {Opt::channel, "only this channel [all, the worst counts]"},
    {Opt::source, "its source: compare positions (see below)"},
    {Opt::warning, "lag in seconds", "60"},
    {Opt::critical, "lag in seconds", "300"},
    {Opt::warning_bytes, "with --source: bytes not executed"},
    {Opt::critical_bytes, "with --source: bytes not executed"},
    {Opt::timeout},
    {Opt::verbose},
    {Opt::version},
    {Opt::help},
};

constexpr std::string_view kPurpose =
    "Looks once at a replica (SLAVE) of MySQL or MariaDB and says whether its\n"
    "replication is broken, at what, and what to check next.";

constexpr std::string_view kNotes =
    "RANGE is [@]start:end; 10 alerts below 0 and above 10, 10: below 10, ~:10 above\n"
    "10, @10:20 inside. A configured delay of the SQL thread is not counted as lag.\n"
    "\n"
    "Without --source the answer rests on the replica's word alone, which can be a\n"
    "false 0 for a minute or for ever: it says \"delivery not verified\". With --source\n"
    "(same account) the source's position is asked first, then the replica for up to\n"
    "3 s until it has executed it. Then delivery is proved, or: nothing arrived for\n"
    "2 s although both threads run is CRITICAL; otherwise -w and -c apply to the\n"
    "reported lag and to the time for which the position was seen missing, and\n"
    "--warning-bytes and --critical-bytes to what is missing. A silent source is\n"
    "CRITICAL, one that refuses this account WARNING.\n"
    "\n"
    "Exit: 0 OK; 1 WARNING; 2 CRITICAL, also when the replica is silent or is none;\n"
    "3 UNKNOWN: bad options, login refused, a missing grant, a connection limit.\n"
    "CRITICAL hides UNKNOWN hides WARNING. No password is taken on the command line:\n"
    "put it into an option file, [client] with user and password, chmod 600.\n"
    "\n"
    "Example: check_mysql_replica -H server2 -f /etc/nagios4/replwatch.cnf -c 600";

Result<std::optional<Range>> optional_range(const Options& options, Opt option, std::string_view name) {
  if (!options.given(option)) return std::optional<Range>();
  auto range = parse_range(options.text(option));
  if (!range) return Failure{Reason::malformed, std::string(name) + ": " + range.error().text};
  return std::optional<Range>(std::move(*range));
}

}  // namespace

const Plugin kCheckMysqlReplica{"check_mysql_replica", kPurpose, kUses,
                                kReplicaPerf,          kNotes,   State::critical};

Result<ReplicaPlan> read_replica_plan(const Order& order) {
  ReplicaPlan plan;
  auto replica = server_address(order.options);
  if (!replica) return replica.error();
  plan.look.replica = std::move(*replica);
  if (order.options.given(Opt::source)) {
    auto source = source_address(order.options.text(Opt::source), plan.look.replica);
    if (!source) return source.error();
    plan.look.source = std::move(*source);
  } else if (order.options.given(Opt::warning_bytes) || order.options.given(Opt::critical_bytes)) {
    return Failure{Reason::malformed, "--warning-bytes and --critical-bytes need --source"};
  }
  if (order.options.given(Opt::channel)) plan.look.channel = order.options.text(Opt::channel);
  plan.look.deadline = order.deadline;
  auto warning_bytes = optional_range(order.options, Opt::warning_bytes, "--warning-bytes");
  if (!warning_bytes) return warning_bytes.error();
  auto critical_bytes = optional_range(order.options, Opt::critical_bytes, "--critical-bytes");
  if (!critical_bytes) return critical_bytes.error();
  plan.thresholds = {*order.warning, *order.critical, std::move(*warning_bytes), std::move(*critical_bytes),
                     plan.look.channel};
  return plan;
}

}  // namespace replwatch::nagios
