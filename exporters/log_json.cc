#include "exporters/log_json.h"

#include <nlohmann/json.hpp>

#include "probes/text.h"

namespace replwatch::exporters {
namespace {

using Json = nlohmann::ordered_json;

template <class Counts>
Json object_of(const Counts& counts) {
  Json object = Json::object();
  for (const auto& [key, count] : counts) {
    if constexpr (std::is_same_v<std::decay_t<decltype(key)>, int>) {
      object[std::to_string(key)] = count;
    } else {
      object[valid_utf8(key)] = count;
    }
  }
  return object;
}

Json events_of(const tunnel::LogSummary& summary) {
  return {{"started", summary.started},
          {"start_failed", summary.start_failed},
          {"stopped", summary.stopped},
          {"reloaded", summary.reloaded},
          {"reload_failed", summary.reload_failed},
          {"log_reopened", summary.log_reopened},
          {"accepted", summary.accepted},
          {"verify_ok", object_of(summary.verify_ok)},
          {"verify_ok_subjects", object_of(summary.verify_ok_subjects)},
          {"verify_failed", object_of(summary.verify_failed)},
          {"peer_rejected_us", summary.peer_rejected_us},
          {"handshake_failed", object_of(summary.handshake_failed)},
          {"backend_connected", summary.backend_connected},
          {"connect_failed", object_of(summary.connect_failed)},
          {"closed", summary.closed},
          {"reset", summary.reset},
          {"client_limit", summary.client_limit},
          {"idle_timeout", summary.idle_timeout}};
}

void add_row(std::string& text, const std::string& name, std::uint64_t count) {
  if (count == 0) return;
  const std::string number = std::to_string(count);
  text += std::string(number.size() < 9 ? 9 - number.size() : 0, ' ') + number + "  " + name + "\n";
}

}  // namespace

std::string log_json(const tunnel::LogSummary& summary) {
  const Json json{{"lines", summary.lines},
                  {"unrecognised_lines", summary.unrecognised_lines},
                  {"verification_seen", summary.verification_seen},
                  {"events", events_of(summary)}};
  return json.dump(2) + "\n";
}

std::string log_text(const tunnel::LogSummary& summary) {
  std::string text;
  add_row(text, "lines", summary.lines);
  add_row(text, "unrecognised lines", summary.unrecognised_lines);
  const Json events = events_of(summary);
  for (const auto& [name, value] : events.items()) {
    if (value.is_number()) {
      add_row(text, name, value.get<std::uint64_t>());
      continue;
    }
    for (const auto& [key, count] : value.items()) {
      add_row(text, name + (name == "verify_ok" ? " at depth " : ": ") + one_line(key),
              count.get<std::uint64_t>());
    }
  }
  if (summary.accepted > 0 && !summary.verification_seen) {
    text +=
        "no line on a verification: stunnel may check no certificate (look for `verify` in stunnel.conf)\n";
  }
  return text;
}

}  // namespace replwatch::exporters
