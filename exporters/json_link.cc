#include "exporters/json_parts.h"
#include "exporters/link_reading.h"
#include "exporters/loss_reading.h"
#include "probes/mysql/statements.h"
#include "probes/text.h"
#include "probes/timestamp.h"

namespace replwatch::exporters {

namespace {

template <class T>
Json value_or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json position_object(const std::optional<mysql::Position>& position) {
  if (!position) return nullptr;
  return {{"file_number", position->file}, {"position_bytes", position->offset}};
}

Json channel_object(const LinkRecord& link, const View& view, bool local) {
  constexpr std::array<std::string_view, 3> kIoStates{"running", "connecting", "stopped"};
  const ChannelReading channel = channel_of(link, view);
  if (!channel.known) return nullptr;
  Json object{{"age_seconds", known_age(link.evidence.replica.replica, view)},
              {"configured", channel.row != nullptr}};
  if (!channel.row) return object;
  const mysql::ReplicaStatus& row = *channel.row;
  object.update({{"io_state", kIoStates[static_cast<std::size_t>(row.io)]},
                 {"sql_running", row.sql_running},
                 {"reported_lag_seconds", value_or_null(row.reported_lag)},
                 {"sql_delay_seconds", value_or_null(row.sql_delay)},
                 {"read", position_object(row.read)},
                 {"executed", position_object(row.executed)},
                 {"relay_log_bytes", value_or_null(row.relay_log_bytes)},
                 {"last_io_error_number", row.last_io_error},
                 {"last_sql_error_number", row.last_sql_error}});
  if (local) {
    object["last_io_error_text"] = one_line(row.last_io_error_text);
    object["last_sql_error_text"] = one_line(row.last_sql_error_text);
  }
  return object;
}

Json hops(const link::Verdict& verdict) {
  Json list = Json::array();
  for (const link::Hop hop : link::kHops)
    list.push_back(
        {{"hop", link::code(hop)}, {"state", link::code(verdict.hops[static_cast<std::size_t>(hop)])}});
  return list;
}

Json evidence(const link::Verdict& verdict, const View& view, bool local) {
  Json list = Json::array();
  for (const link::EvidenceLine& line : verdict.evidence) {
    Json object{{"text", one_line(line.text)}, {"age_seconds", age_or_null(line.seen, view)}};
    if (local && !line.local_text.empty()) object["local_text"] = one_line(line.local_text);
    list.push_back(object);
  }
  return list;
}

Json verdict_object(const LinkRecord& link, const View& view, bool local) {
  const link::Verdict& verdict = verdict_of(link, view);
  const Instant since = cause_since(link, view);
  const link::CauseRow& row = link::row(verdict.cause);
  Json object{{"cause", row.code},
              {"cause_number", static_cast<int>(verdict.cause)},
              {"severity", link::code(verdict.severity)},
              {"severity_number", static_cast<int>(verdict.severity)},
              {"since", timestamp_text(view.wall(since))},
              {"since_seconds", age_or_null(since, view)},
              {"cause_changes", link.cause_changes},
              {"basis", link::code(verdict.basis)},
              {"hops", hops(verdict)},
              {"broken_hop", verdict.broken_hop ? Json(link::code(*verdict.broken_hop)) : Json(nullptr)},
              {"sentence", one_line(verdict.sentence.empty() ? row.sentence : verdict.sentence)},
              {"next", one_line(verdict.next.empty() ? row.next : verdict.next)},
              {"evidence", evidence(verdict, view, local)},
              {"ruled_out", Json::array()},
              {"alternatives", Json::array()}};
  for (const std::string& other : verdict.ruled_out) object["ruled_out"].push_back(one_line(other));
  for (const link::Cause other : verdict.alternatives) object["alternatives"].push_back(link::code(other));
  return object;
}

Json loss_object(const LinkRecord& link, const View& view) {
  const LossReading loss = loss_of(link, view);
  Json object{{"known", loss.known}, {"sentence", loss.sentence}, {"weakened_by", Json::array()}};
  for (const std::string& weakness : loss.weakened_by) object["weakened_by"].push_back(one_line(weakness));
  return object;
}

// Which statement asks the source for its position; null when this agent does not ask it, or does not know
// its version yet.
Json sampling_object(const LinkRecord& link) {
  const auto& variables = link.evidence.source.variables.value;
  if (!link.evidence.source_configured || !variables) return nullptr;
  const mysql::Version& version = variables->version;
  return {{"statement", mysql::statement(mysql::Question::source_position, version)},
          {"why", mysql::why_this_position(version)}};
}

}  // namespace

Json link_object(const LinkRecord& link, const View& view, bool local) {
  Json object{{"name", link.name},
              {"source", link.source},
              {"replica", link.replica},
              {"channel", link.channel},
              {"tunnel", text_or_null(link.tunnel)},
              {"site", text_or_null(link.site)},
              {"peer", text_or_null(link.peer)},
              {"databases", link.databases}};
  object.update(verdict_object(link, view, local));
  const bool judged = link.evidence.now != Instant{};
  const Json measured{
      {"age_seconds", age_or_null(judged ? std::optional(link.evidence.now) : std::nullopt, view)},
      {"staleness_seconds", number_or_null(staleness_seconds(link, view))},
      {"fresh_at", link.fresh_at ? Json(timestamp_text(view.wall(*link.fresh_at))) : Json(nullptr)},
      {"lag_seconds", number_or_null(lag_seconds(link, view))},
      {"exposure_seconds", number_or_null(exposure_seconds(link, view))},
      {"unreceived_bytes", number_or_null(unreceived_bytes(link, view))},
      {"unapplied_bytes", number_or_null(unapplied_bytes(link, view))},
      {"why_unknown", text_or_null(link.evidence.freshness.why_unknown)},
      {"if_source_lost", loss_object(link, view)},
      {"sampling", sampling_object(link)},
      {"channel_status", channel_object(link, view, local)},
      {"findings", findings_array(link.findings)},
      {"maintenance", link.maintenance}};
  object.update(measured);
  return object;
}

}  // namespace replwatch::exporters
