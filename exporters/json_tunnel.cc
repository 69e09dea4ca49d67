#include "exporters/json_parts.h"
#include "exporters/tunnel_reading.h"
#include "probes/text.h"
#include "probes/timestamp.h"

namespace replwatch::exporters {

namespace {

template <std::size_t N>
Json counted_by(const std::map<std::string, std::uint64_t>& counts,
                const std::array<std::string_view, N>& reasons) {
  Json object = Json::object();
  for (const std::string_view reason : reasons) object[std::string(reason)] = count(counts, reason);
  return object;
}

Json connections_object(const TunnelRecord& tunnel, const View& view) {
  if (!sockets_of(tunnel, view)) return nullptr;
  Json object = Json::object();
  for (const auto leg : {tunnel::Leg::near, tunnel::Leg::far})
    object[std::string(tunnel::code(leg))] =
        static_cast<std::uint64_t>(connections(tunnel, view, leg, "established"));
  return object;
}

Json recent(const tunnel::LogState& log, const View& view, bool local) {
  Json list = Json::array();
  for (const tunnel::SeenEvent& seen : log.recent) {
    Json object{{"event", tunnel::code(seen.event.kind)},
                {"reason", text_or_null(seen.event.reason)},
                {"age_seconds", age_or_null(seen.read, view)}};
    if (local) {
      object["subject"] = text_or_null(seen.event.subject);
      object["text"] = one_line(seen.event.raw);
    }
    list.push_back(object);
  }
  return list;
}

// A stranger's certificate is told to this host's own people only.
Json clients_array(const TunnelRecord& tunnel, const View& view, bool local) {
  if (!sockets_of(tunnel, view) || tunnel.state.side != tunnel::Side::server) return nullptr;
  Json list = Json::array();
  for (const tunnel::TunnelClient& client : tunnel.state.clients) {
    Json object{{"address", client.peer.ip},
                {"standing", tunnel::code(client.standing)},
                {"replica", text_or_null(client.name)},
                {"replicates", client.replicates}};
    if (local) object["subject"] = text_or_null(client.subject);
    list.push_back(object);
  }
  return list;
}

Json log_object(const TunnelRecord& tunnel, const View& view, bool local) {
  if (!tunnel.state.log.value) return nullptr;
  const tunnel::LogState& log = *tunnel.state.log.value;
  const tunnel::LogCounts& counts = log.counts;
  Json verify = counted_by(counts.verify, tunnel::kVerifyReasons);
  verify["ok"] = count(counts.verify, "ok");
  return {{"age_seconds", known_age(tunnel.state.log, view)},
          {"failure", failure_object(tunnel.state.log.failure, local)},
          {"lines", counts.lines},
          {"unrecognised_lines", counts.unrecognised_lines},
          {"accepted", counts.accepted},
          {"verify", verify},
          {"peer_rejections", counts.peer_rejected_us},
          {"handshake_failures", counted_by(counts.handshake_failures, tunnel::kHandshakeReasons)},
          {"connect_failures", counted_by(counts.connect_failures, tunnel::kConnectReasons)},
          {"last_verify_ok", log.last_verify_ok ? Json(timestamp_text(*log.last_verify_ok)) : Json(nullptr)},
          {"recent", recent(log, view, local)}};
}

}  // namespace

Json tunnel_object(const TunnelRecord& tunnel, const View& view, bool local) {
  const bool known = tunnel.state.conf.value.has_value();
  return {
      {"name", tunnel.name},
      {"side", known ? Json(tunnel.state.side == tunnel::Side::client ? "client" : "server") : Json(nullptr)},
      {"age_seconds", known_age(tunnel.state.sockets, view)},
      {"listening", yes_or_null(listening(tunnel, view))},
      {"connections", connections_object(tunnel, view)},
      {"rtt_seconds", number_or_null(rtt_seconds(tunnel, view))},
      {"last_receive_age_seconds", age_or_null(last_receive(tunnel, view), view)},
      {"verification_configured", yes_or_null(verification_configured(tunnel, view))},
      {"received_bytes", tunnel.state.received_bytes},
      {"sent_bytes", tunnel.state.sent_bytes},
      {"waiting_connections", number_or_null(waiting(tunnel, view))},
      {"leftover_connections", number_or_null(leftovers(tunnel, view))},
      {"clients", clients_array(tunnel, view, local)},
      {"findings", findings_array(tunnel.findings)},
      {"failure", failure_object(tunnel.state.sockets.failure, local)},
      {"log", log_object(tunnel, view, local)}};
}

}  // namespace replwatch::exporters
