#include "exporters/link_reading.h"
#include "exporters/metric_emit.h"
#include "exporters/metric_lint.h"
#include "exporters/tunnel_reading.h"
#include "exporters/words.h"

namespace replwatch::exporters {

namespace {

using Samples = std::vector<Sample>;
using tunnel::LogCounts;

void connection_counts(const View& view, Samples& samples) {
  for (const TunnelRecord& tunnel : view.snapshot().tunnels)
    for (const auto leg : {tunnel::Leg::near, tunnel::Leg::far})
      for (const std::string_view state : kConnectionStates)
        samples.push_back({connections(tunnel, view, leg, state),
                           {tunnel.name, std::string(tunnel::code(leg)), std::string(state)}});
}

double retransmits(const TunnelRecord& tunnel, const View&) {
  return static_cast<double>(tunnel.state.retransmits);
}

template <auto Count>
double moved(const TunnelRecord& tunnel, const View&) {
  return static_cast<double>(tunnel.state.*Count);
}

void findings(const View& view, Samples& samples) {
  for (const TunnelRecord& tunnel : view.snapshot().tunnels)
    for (std::size_t at = 0; at < link::kFindingCount; ++at) {
      const auto finding = static_cast<link::FindingCode>(at);
      samples.push_back({static_cast<double>(counted(tunnel.findings, finding)),
                         {tunnel.name, std::string(link::code(finding))}});
    }
}

double last_receive_at(const TunnelRecord& tunnel, const View& view) {
  const auto received = last_receive(tunnel, view);
  return received ? timestamp(view.wall(*received)) : kUnknown;
}

double verify_ok_at(const TunnelRecord& tunnel, const View&) { return last_verify_ok(tunnel); }

template <auto Count>
double logged(const TunnelRecord& tunnel, const View&) {
  return static_cast<double>(counts_of(tunnel).*Count);
}

// One sample per reason, also for those that have not happened.
template <auto Counts, const auto& Reasons>
void by_reason(const View& view, Samples& samples) {
  for (const TunnelRecord& tunnel : view.snapshot().tunnels)
    for (const std::string_view reason : Reasons)
      samples.push_back({static_cast<double>(count(counts_of(tunnel).*Counts, reason)),
                         {tunnel.name, std::string(reason)}});
}

constexpr std::array<std::string_view, 1> kOk{"ok"};
constexpr std::array<std::string_view, 2> kClosed{"closed", "reset"};

void verified(const View& view, Samples& samples) {
  by_reason<&LogCounts::verify, kOk>(view, samples);
  by_reason<&LogCounts::verify, tunnel::kVerifyReasons>(view, samples);
}

using enum MetricType;
constexpr Metric kRows[]{
    Metric{"replwatch_tunnel_listening",
           gauge,
           Unit::none,
           "listening",
           "1 when something listens where the tunnel accepts, 0 when nothing does",
           {"tunnel"},
           per_tunnel<listening>},
    Metric{"replwatch_tunnel_connections",
           gauge,
           Unit::none,
           "connections",
           "Connections of the stunnel by leg (loopback: to its database server or replica, wan: to the "
           "other stunnel) "
           "and state",
           {"tunnel", "leg", "state"},
           connection_counts},
    Metric{"replwatch_tunnel_rtt_seconds",
           gauge,
           Unit::seconds,
           "rtt",
           "Longest round trip of an established connection between the two stunnels",
           {"tunnel"},
           per_tunnel<rtt_seconds>},
    Metric{"replwatch_tunnel_retransmits_total",
           counter,
           Unit::none,
           "retransmits",
           "Segments sent again to the other stunnel",
           {"tunnel"},
           per_tunnel<retransmits>},
    Metric{"replwatch_tunnel_received_bytes_total",
           counter,
           Unit::bytes,
           "received",
           "Bytes received from the other stunnel since the agent's start, as far as its looks saw them",
           {"tunnel"},
           per_tunnel<moved<&tunnel::TunnelState::received_bytes>>},
    Metric{
        "replwatch_tunnel_sent_bytes_total",
        counter,
        Unit::bytes,
        "sent",
        "Bytes that the other stunnel has acknowledged since the agent's start, as far as its looks saw them",
        {"tunnel"},
        per_tunnel<moved<&tunnel::TunnelState::sent_bytes>>},
    Metric{"replwatch_tunnel_waiting_connections",
           gauge,
           Unit::none,
           "waiting",
           "Connections that wait for the stunnel to accept them: it is frozen where they stay",
           {"tunnel"},
           per_tunnel<waiting>},
    Metric{
        "replwatch_tunnel_leftover_connections",
        gauge,
        Unit::none,
        "leftovers",
        "Connections between the two stunnels that no replica uses any more: ending, or replaced after a cut",
        {"tunnel"},
        per_tunnel<leftovers>},
    Metric{"replwatch_tunnel_last_receive_timestamp_seconds",
           gauge,
           Unit::timestamp,
           "last_receive",
           "When data came last from the other stunnel, on any connection",
           {"tunnel"},
           per_tunnel<last_receive_at>},
    Metric{"replwatch_tunnel_accepted_total",
           counter,
           Unit::none,
           "accepted",
           "Connections accepted, by the log",
           {"tunnel"},
           per_tunnel<logged<&LogCounts::accepted>>},
    Metric{"replwatch_tunnel_verify_total",
           counter,
           Unit::none,
           "verify",
           "Certificates of the other end by result; ok counts connections with one accepted at depth 0",
           {"tunnel", "result"},
           verified},
    Metric{"replwatch_tunnel_peer_rejections_total",
           counter,
           Unit::none,
           "peer_rejections",
           "Handshakes in which the other end refused our certificate",
           {"tunnel"},
           per_tunnel<logged<&LogCounts::peer_rejected_us>>},
    Metric{"replwatch_tunnel_handshake_failures_total",
           counter,
           Unit::none,
           "handshake_failures",
           "TLS handshakes that failed for another reason than a certificate",
           {"tunnel", "reason"},
           by_reason<&LogCounts::handshake_failures, tunnel::kHandshakeReasons>},
    Metric{"replwatch_tunnel_connect_failures_total",
           counter,
           Unit::none,
           "connect_failures",
           "Connections that the stunnel could not make",
           {"tunnel", "reason"},
           by_reason<&LogCounts::connect_failures, tunnel::kConnectReasons>},
    Metric{"replwatch_tunnel_closed_total",
           counter,
           Unit::none,
           "closed",
           "Connections that ended, by how",
           {"tunnel", "status"},
           by_reason<&LogCounts::closed, kClosed>},
    Metric{"replwatch_tunnel_last_verify_ok_timestamp_seconds",
           gauge,
           Unit::timestamp,
           "last_verify_ok",
           "When a certificate of the other end was accepted last, by the log",
           {"tunnel"},
           per_tunnel<verify_ok_at>},
    Metric{"replwatch_tunnel_log_lines_total",
           counter,
           Unit::none,
           "log_lines",
           "Lines of the log read",
           {"tunnel"},
           per_tunnel<logged<&LogCounts::lines>>},
    Metric{"replwatch_tunnel_log_unrecognised_lines_total",
           counter,
           Unit::none,
           "unrecognised_lines",
           "Lines of the log that say nothing known",
           {"tunnel"},
           per_tunnel<logged<&LogCounts::unrecognised_lines>>},
    Metric{"replwatch_tunnel_verification_configured",
           gauge,
           Unit::none,
           "verification",
           "1 when stunnel.conf asks for a certificate of the other end, 0 when it lets anybody in",
           {"tunnel"},
           per_tunnel<verification_configured>},
    Metric{"replwatch_tunnel_finding",
           gauge,
           Unit::none,
           "finding",
           "0 when this end of the tunnel does not have the finding or accepts it, else 1 info, 2 warning, 3 "
           "critical",
           {"tunnel", "finding"},
           findings},
};
static_assert(well_named(kRows));

}  // namespace

std::span<const Metric> tunnel_metrics() { return kRows; }

}  // namespace replwatch::exporters
