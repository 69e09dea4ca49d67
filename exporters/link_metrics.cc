#include "exporters/link_reading.h"
#include "exporters/metric_emit.h"
#include "exporters/metric_lint.h"
#include "exporters/words.h"

namespace replwatch::exporters {

namespace {

using Samples = std::vector<Sample>;

void link_info(const View& view, Samples& samples) {
  for (const LinkRecord& link : view.snapshot().links)
    samples.push_back(
        {1, {link.name, link.source, link.replica, link.tunnel, link.channel, link.site, link.peer}});
}

void causes(const View& view, Samples& samples) {
  for (const LinkRecord& link : view.snapshot().links) {
    const link::Cause cause = verdict_of(link, view).cause;
    for (const link::CauseRow& row : link::kCauses)
      samples.push_back({as_number(row.cause == cause), {link.name, std::string(row.code)}});
  }
}

double cause_number(const LinkRecord& link, const View& view) {
  return static_cast<double>(verdict_of(link, view).cause);
}

double severity(const LinkRecord& link, const View& view) {
  return static_cast<double>(verdict_of(link, view).severity);
}

void bases(const View& view, Samples& samples) {
  for (const LinkRecord& link : view.snapshot().links)
    for (const link::Basis basis : link::kBases)
      samples.push_back(
          {as_number(verdict_of(link, view).basis == basis), {link.name, std::string(link::code(basis))}});
}

double since(const LinkRecord& link, const View& view) {
  return timestamp(view.wall(cause_since(link, view)));
}
double changes(const LinkRecord& link, const View&) { return static_cast<double>(link.cause_changes); }

void seconds_in(const View& view, Samples& samples) {
  for (const LinkRecord& link : view.snapshot().links)
    for (const link::Severity severity : link::kSeverities)
      samples.push_back({link.seconds_in[static_cast<std::size_t>(severity)],
                         {link.name, std::string(link::code(severity))}});
}

void hops(const View& view, Samples& samples) {
  for (const LinkRecord& link : view.snapshot().links)
    for (const link::Hop hop : link::kHops) {
      const link::HopState now = verdict_of(link, view).hops[static_cast<std::size_t>(hop)];
      for (const link::HopState state : link::kHopStates)
        samples.push_back({as_number(now == state),
                           {link.name, std::string(link::code(hop)), std::string(link::code(state))}});
    }
}

double fresh_timestamp(const LinkRecord& link, const View& view) {
  return link.fresh_at ? timestamp(view.wall(*link.fresh_at)) : kUnknown;
}

void findings(const View& view, Samples& samples) {
  for (const LinkRecord& link : view.snapshot().links)
    for (std::size_t at = 0; at < link::kFindingCount; ++at) {
      const auto finding = static_cast<link::FindingCode>(at);
      samples.push_back({static_cast<double>(counted(link.findings, finding)),
                         {link.name, std::string(link::code(finding))}});
    }
}

double maintenance(const LinkRecord& link, const View&) { return as_number(link.maintenance); }

using enum MetricType;
constexpr Metric kRows[]{
    Metric{"replwatch_link_info",
           gauge,
           Unit::none,
           "link",
           "Always 1; says what the link joins, as configured",
           {"link", "source", "replica", "tunnel", "channel", "site", "peer"},
           link_info},
    Metric{"replwatch_link_cause",
           gauge,
           Unit::none,
           "cause",
           "1 for the link's one cause, 0 for the others",
           {"link", "cause"},
           causes},
    Metric{"replwatch_link_cause_number",
           gauge,
           Unit::none,
           "cause_number",
           "Row of the link's cause in the table of causes, from 0 = ok",
           {"link"},
           per_link<cause_number>},
    Metric{"replwatch_link_severity",
           gauge,
           Unit::none,
           "severity",
           "Severity of the link's cause: 0 ok, 1 warning, 2 critical, 3 unknown",
           {"link"},
           per_link<severity>},
    Metric{"replwatch_link_basis",
           gauge,
           Unit::none,
           "basis",
           "1 for that on whose word the verdict rests, 0 for the others",
           {"link", "basis"},
           bases},
    Metric{"replwatch_link_cause_since_timestamp_seconds",
           gauge,
           Unit::timestamp,
           "cause_since",
           "Since when the link has its cause",
           {"link"},
           per_link<since>},
    Metric{"replwatch_link_cause_changes_total",
           counter,
           Unit::none,
           "cause_changes",
           "How often the link's cause has changed",
           {"link"},
           per_link<changes>},
    Metric{"replwatch_link_seconds_total",
           counter,
           Unit::seconds,
           "seconds",
           "Time that the link has spent in each severity",
           {"link", "severity"},
           seconds_in},
    Metric{"replwatch_link_hop",
           gauge,
           Unit::none,
           "hop",
           "1 for the state that a hop on the way of the data is in, 0 for the others",
           {"link", "hop", "state"},
           hops},
    Metric{"replwatch_link_staleness_seconds",
           gauge,
           Unit::seconds,
           "staleness",
           "Upper bound of the age of the data on the replica; NaN when nothing is proved",
           {"link"},
           per_link<staleness_seconds>},
    Metric{"replwatch_link_fresh_timestamp_seconds",
           gauge,
           Unit::timestamp,
           "fresh",
           "All that the source had committed and logged by then is on the replica",
           {"link"},
           per_link<fresh_timestamp>},
    Metric{"replwatch_link_lag_seconds",
           gauge,
           Unit::seconds,
           "lag",
           "Lower estimate of how far the replica is behind; NaN when not known",
           {"link"},
           per_link<lag_seconds>},
    Metric{"replwatch_link_exposure_seconds",
           gauge,
           Unit::seconds,
           "exposure",
           "How much would be missing if the source never came back",
           {"link"},
           per_link<exposure_seconds>},
    Metric{"replwatch_link_unreceived_bytes",
           gauge,
           Unit::bytes,
           "unreceived",
           "Binary log of the source that the replica has not received",
           {"link"},
           per_link<unreceived_bytes>},
    Metric{"replwatch_link_unapplied_bytes",
           gauge,
           Unit::bytes,
           "unapplied",
           "Binary log that the replica has received and not executed",
           {"link"},
           per_link<unapplied_bytes>},
    Metric{"replwatch_link_finding",
           gauge,
           Unit::none,
           "finding",
           "0 when the link does not have the finding or accepts it, else 1 info, 2 warning, 3 critical",
           {"link", "finding"},
           findings},
    Metric{"replwatch_link_maintenance",
           gauge,
           Unit::none,
           "maintenance",
           "1 while the link is under maintenance",
           {"link"},
           per_link<maintenance>},
};
static_assert(well_named(kRows));

}  // namespace

std::span<const Metric> link_metrics() { return kRows; }

}  // namespace replwatch::exporters
