#include "agent/config/keys.h"

namespace replwatch::config {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 3> kTlsChoices{"off", "required", "verify"};

constexpr Key kHttpKeys[] = {
    {"password_file", Type::path, "", "users and hashed passwords; with it every request must log in"},
    {"allow_reload", Type::flag, "false", "whether POST /-/reload re-reads this file"},
    {"allow_open", Type::flag, "false", "whether to listen beyond loopback without a password_file"},
};
constexpr Object kHttp{"http", kHttpKeys};

constexpr Key kIntervalsKeys[] = {
    {.name = "replica",
     .type = Type::duration,
     .fallback = "1s",
     .help = "between two looks at a replica (SLAVE)",
     .least = 100ms},
    {.name = "source",
     .type = Type::duration,
     .fallback = "1s",
     .help = "between two looks at a source (MASTER)",
     .least = 100ms},
    {.name = "sockets",
     .type = Type::duration,
     .fallback = "1s",
     .help = "between two looks at the sockets and log of a tunnel",
     .least = 100ms},
    {.name = "certificates",
     .type = Type::duration,
     .fallback = "60s",
     .help = "between two looks at certificates and CRLs",
     .least = 100ms},
    {.name = "peer",
     .type = Type::duration,
     .fallback = "1s",
     .help = "between two questions to a peer",
     .least = 100ms},
};
constexpr Object kIntervals{"intervals", kIntervalsKeys};

constexpr Key kServerKeys[] = {
    {"host", Type::word, "",
     "name or address of the server; for a source behind a tunnel the tunnel's own end"},
    {"port", Type::port, "3306", "port of the server"},
    {"socket", Type::path, "", "UNIX socket of the server, instead of host and port"},
    {"ipv4_only", Type::flag, "false", "whether to use no IPv6 address of the host"},
    {"defaults_file", Type::path, "",
     "MariaDB option file with user and password, readable by the agent alone"},
    {"defaults_group", Type::word, "", "one more group of that file to read, after [client]"},
    {"user", Type::word, "", "account to log in with, when the option file names none"},
    {"password_env", Type::variable, "", "environment variable that holds the password"},
    {.name = "tls",
     .type = Type::choice,
     .fallback = "off",
     .help = "TLS of the agent's own connection: off, required, or verify (the certificate too)",
     .choices = kTlsChoices},
    {"tls_ca", Type::path, "", "certificates of the authorities that tls trusts"},
    {"via", Type::name, "", "a peer: this server is known only from what the peer says"},
};
constexpr Object kServer{"server", kServerKeys};

constexpr Key kLogKeys[] = {
    {"file", Type::path, "", "the file that stunnel writes"},
    {"syslog_file", Type::path, "", "the file that syslog writes for stunnel"},
    {"unit", Type::word, "", "the systemd unit whose journal holds stunnel's lines"},
};
constexpr Object kLog{"log", kLogKeys};

constexpr Key kAcceptanceKeys[] = {
    {.name = "reason",
     .type = Type::word,
     .fallback = "",
     .help = "why the finding is accepted, for those who come later",
     .required = true},
    {.name = "until",
     .type = Type::instant,
     .fallback = "",
     .help = "when the acceptance ends",
     .required = true},
};
constexpr Object kAcceptance{"acceptance", kAcceptanceKeys};

constexpr Key kExpectedReplicaKeys[] = {
    {"subject", Type::word, "", "subject of its certificate, as openssl or stunnel writes it; absent is any"},
    {"address", Type::word, "", "its IP address; absent is any"},
};
constexpr Object kExpectedReplica{"expected_replica", kExpectedReplicaKeys};

constexpr Key kTunnelKeys[] = {
    {.name = "stunnel_conf",
     .type = Type::path,
     .fallback = "",
     .help = "stunnel's own configuration: addresses, certificates and log come from there",
     .required = true},
    {"service", Type::word, "", "section of that file; needed when it has several"},
    {.name = "log",
     .type = Type::object,
     .fallback = "",
     .help = "where stunnel's lines are, when its configuration does not tell",
     .of = &kLog},
    {.name = "accept",
     .type = Type::findings,
     .fallback = "",
     .help = "findings on this end of the tunnel that are known and not counted, by code",
     .of = &kAcceptance},
    {.name = "replicas",
     .type = Type::named_objects,
     .fallback = "",
     .help = "who may connect to the tunnel's server side; with it, anybody else is an unknown_replica",
     .of = &kExpectedReplica},
};
constexpr Object kTunnel{"tunnel", kTunnelKeys};

constexpr Key kPeerKeys[] = {
    {.name = "url",
     .type = Type::url,
     .fallback = "",
     .help = "where the other agent answers",
     .required = true},
    {"user", Type::word, "", "user to log in with at the other agent"},
    {"password_env", Type::variable, "", "environment variable that holds the password"},
};
constexpr Object kPeer{"peer", kPeerKeys};

constexpr Key kStalenessKeys[] = {
    {.name = "warning",
     .type = Type::duration,
     .fallback = "60s",
     .help = "older than this on the replica is a warning",
     .least = 1s},
    {.name = "critical",
     .type = Type::duration,
     .fallback = "300s",
     .help = "older than this on the replica is critical",
     .least = 1s},
};
constexpr Object kStaleness{"staleness", kStalenessKeys};

constexpr Key kLinkKeys[] = {
    {"source", Type::name, "",
     "the server that is copied (MASTER); without it the link rests on the replica's word"},
    {.name = "replica",
     .type = Type::name,
     .fallback = "",
     .help = "the server that holds the copy (SLAVE)",
     .required = true},
    {"channel", Type::text, "", "replication channel or connection name; empty is the default one"},
    {"tunnel", Type::name, "", "the tunnel that the data take, where this agent sees an end of it"},
    {"peer", Type::name, "", "the agent at the other end"},
    {"peer_source", Type::name, "", "what the peer calls the source"},
    {"peer_tunnel", Type::name, "", "what the peer calls its end of the tunnel"},
    {"site", Type::word, "", "the grid site of the link, as a label"},
    {"databases", Type::words, "", "databases that must be replicated; empty is all"},
    {.name = "staleness",
     .type = Type::object,
     .fallback = "",
     .help = "limits on the age of the data",
     .of = &kStaleness},
    {.name = "accept",
     .type = Type::findings,
     .fallback = "",
     .help = "findings that are known and not counted, by code",
     .of = &kAcceptance},
};
constexpr Object kLink{"link", kLinkKeys};

constexpr Key kPassiveKeys[] = {
    {.name = "command_file",
     .type = Type::path,
     .fallback = "",
     .help = "external command file of Nagios",
     .required = true},
    {.name = "host",
     .type = Type::word,
     .fallback = "",
     .help = "host name that Nagios knows",
     .required = true},
};
constexpr Object kPassive{"passive", kPassiveKeys};

constexpr Key kExportsKeys[] = {
    {"textfile", Type::path, "", "file for node_exporter's textfile collector"},
    {"mysqld_exporter_names", Type::flag, "false",
     "whether /metrics has the mysql_slave_status_ names as well"},
    {.name = "passive",
     .type = Type::object,
     .fallback = "",
     .help = "passive results for Nagios",
     .of = &kPassive},
};
constexpr Object kExports{"exports", kExportsKeys};

constexpr Key kRootKeys[] = {
    {"listen", Type::listen, "127.0.0.1:9847", "IPv4 address and port of the HTTP server"},
    {.name = "http",
     .type = Type::object,
     .fallback = "",
     .help = "who may ask over HTTP, and for what",
     .of = &kHttp},
    {"state_directory", Type::path, "/var/lib/replwatch", "where the agent keeps what must outlive it"},
    {.name = "intervals",
     .type = Type::object,
     .fallback = "",
     .help = "how often to look at things",
     .of = &kIntervals},
    {.name = "deadline",
     .type = Type::duration,
     .fallback = "3s",
     .help = "how long one look may take",
     .least = 100ms},
    {.name = "servers",
     .type = Type::named_objects,
     .fallback = "",
     .help = "database servers, by name",
     .required = true,
     .of = &kServer},
    {.name = "tunnels",
     .type = Type::named_objects,
     .fallback = "",
     .help = "stunnel services of this host, by name",
     .of = &kTunnel},
    {.name = "peers",
     .type = Type::named_objects,
     .fallback = "",
     .help = "other replwatch agents, by name",
     .of = &kPeer},
    {.name = "links",
     .type = Type::named_objects,
     .fallback = "",
     .help = "what is judged: channels from a source to a replica, by name",
     .of = &kLink},
    {.name = "exports",
     .type = Type::object,
     .fallback = "",
     .help = "where the results go besides HTTP",
     .of = &kExports},
};

}  // namespace

const Object kRoot{"configuration", kRootKeys};

}  // namespace replwatch::config
