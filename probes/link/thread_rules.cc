#include <cmath>

#include "probes/link/rules.h"
#include "probes/link/signs.h"

namespace replwatch::link {
namespace {

using mysql::IoErrorClass;
using mysql::IoState;

bool io_stopped_with(const Evidence& e, IoErrorClass error) {
  return io_is(e, IoState::stopped) && io_error(e) == error;
}

bool log_is_purged(const Evidence& e) { return io_stopped_with(e, IoErrorClass::purged); }
bool position_is_invalid(const Evidence& e) { return io_stopped_with(e, IoErrorClass::position_invalid); }
bool server_id_is_taken(const Evidence& e) { return io_stopped_with(e, IoErrorClass::duplicate_server_id); }

bool io_gave_up(const Evidence& e) {
  if (!io_is(e, IoState::stopped)) return false;
  switch (io_error(e)) {
    case IoErrorClass::refused:
    case IoErrorClass::unreachable:
    case IoErrorClass::timed_out:
    case IoErrorClass::unresolved:
    case IoErrorClass::lost_at_handshake:
    case IoErrorClass::connection_lost:
      return true;
    default:
      return false;
  }
}

bool io_stopped_by_error(const Evidence& e) {
  return io_is(e, IoState::stopped) && io_error(e) != IoErrorClass::none;
}
bool io_stopped_by_hand(const Evidence& e) {
  return io_is(e, IoState::stopped) && io_error(e) == IoErrorClass::none;
}

bool sql_is_stopped(const Evidence& e) { return e.status() != nullptr && !e.status()->sql_running; }
bool sql_stopped_by_error(const Evidence& e) { return sql_is_stopped(e) && e.status()->last_sql_error != 0; }
bool sql_stopped_by_hand(const Evidence& e) { return sql_is_stopped(e) && e.status()->last_sql_error == 0; }

bool io_stays_unconnected(const Evidence& e) {
  return io_is(e, IoState::connecting) && e.progress.connecting_since &&
         e.now - *e.progress.connecting_since >= e.limits.connecting_grace;
}

// NaN compares false: what is not known is not late.
bool data_is_old(const Evidence& e) { return measured_age(e) > seconds(e.limits.staleness_warning); }

std::string io_error_text(const Evidence& e) {
  return "error " + std::to_string(e.status()->last_io_error) + " (" + std::string(code(io_error(e))) + ")";
}
std::string sql_error_text(const Evidence& e) {
  return "error " + std::to_string(e.status()->last_sql_error);
}
std::string nothing(const Evidence&) { return ""; }
std::string how_long(const Evidence& e) {
  const auto waited = std::chrono::duration_cast<std::chrono::seconds>(e.now - *e.progress.connecting_since);
  return "for " + std::to_string(waited.count()) + " s";
}
std::string how_old(const Evidence& e) {
  const Freshness& fresh = e.freshness;
  const bool bounded = !std::isnan(fresh.staleness);
  return std::string("the data is at ") + (bounded ? "most " : "least ") +
         std::to_string(static_cast<long long>(bounded ? fresh.staleness : fresh.lag)) + " s old";
}

constexpr Rule kRules[] = {
    {"log_is_purged", Cause::binlog_purged, Hop::io_thread, log_is_purged, io_error_text},
    {"position_is_invalid", Cause::source_position_invalid, Hop::io_thread, position_is_invalid,
     io_error_text},
    {"server_id_is_taken", Cause::duplicate_server_id, Hop::io_thread, server_id_is_taken, io_error_text},
    {"io_gave_up", Cause::io_thread_gave_up, Hop::io_thread, io_gave_up, io_error_text},
    {"io_stopped_by_error", Cause::io_thread_error, Hop::io_thread, io_stopped_by_error, io_error_text},
    {"io_stopped_by_hand", Cause::io_thread_stopped, Hop::io_thread, io_stopped_by_hand, nothing},
    {"io_stays_unconnected", Cause::connecting, Hop::io_thread, io_stays_unconnected, how_long},
    {"sql_stopped_by_error", Cause::sql_thread_error, Hop::sql_thread, sql_stopped_by_error, sql_error_text},
    {"sql_stopped_by_hand", Cause::sql_thread_stopped, Hop::sql_thread, sql_stopped_by_hand, nothing},
    {"data_is_old", Cause::lagging, std::nullopt, data_is_old, how_old},
};

}  // namespace

std::span<const Rule> thread_rules() { return kRules; }

}  // namespace replwatch::link
