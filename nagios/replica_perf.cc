#include "nagios/replica_perf.h"

#include <algorithm>

namespace replwatch::nagios {
namespace {

using Channels = std::vector<const mysql::ReplicaStatus*>;

template <class Number, class Fold>
std::optional<double> over(const Channels& channels, Number number, Fold fold) {
  std::optional<double> whole;
  for (const auto* channel : channels) {
    const std::optional<double> one = number(*channel);
    if (!one) return std::nullopt;
    whole = whole ? fold(*whole, *one) : *one;
  }
  return whole;
}

std::optional<double> as_double(const std::optional<std::uint64_t>& number) {
  return number ? std::optional(static_cast<double>(*number)) : std::nullopt;
}

double larger(double a, double b) { return std::max(a, b); }
double sum(double a, double b) { return a + b; }

}  // namespace

bool is_running(const mysql::ReplicaStatus& channel) {
  return channel.io == mysql::IoState::running && channel.sql_running;
}

std::optional<double> trusted_lag(const mysql::ReplicaStatus& channel) {
  return is_running(channel) ? as_double(channel.reported_lag) : std::nullopt;
}

std::optional<double> bytes_between(const std::optional<mysql::Position>& from,
                                    const std::optional<mysql::Position>& to) {
  if (!from || !to) return std::nullopt;
  if (*from >= *to) return 0;
  if (from->file != to->file) return std::nullopt;
  return static_cast<double>(to->offset - from->offset);
}

std::vector<PerfValue> replica_perf(const ReplicaSight& sight, const ReplicaThresholds& thresholds,
                                    const Channels& channels) {
  auto perf = unknown_values(kReplicaPerf, thresholds.warning.text, thresholds.critical.text);
  const auto set = [&](std::string_view label, std::optional<double> value) {
    std::ranges::find(perf, label, [](const PerfValue& one) { return one.row->label; })->value = value;
  };
  set("time", seconds(sight.took));
  if (sight.delivery) {
    if (sight.delivery->taken) set("delivery", seconds(*sight.delivery->taken));
    set("unreceived", bytes_between(sight.delivery->read, sight.delivery->target));
  }
  if (!sight.replica.replica.good()) return perf;
  set("channels", static_cast<double>(channels.size()));
  set("channels_running",
      static_cast<double>(std::ranges::count_if(channels, [](const auto* one) { return is_running(*one); })));
  set("lag", over(channels, trusted_lag, larger));
  set("unapplied", over(
                       channels, [](const auto& one) { return bytes_between(one.executed, one.read); }, sum));
  set("relay_log", over(
                       channels, [](const auto& one) { return as_double(one.relay_log_bytes); }, sum));
  return perf;
}

}  // namespace replwatch::nagios
