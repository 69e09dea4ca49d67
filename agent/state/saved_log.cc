#include "agent/state/saved_log.h"

#include <nlohmann/json.hpp>

#include "agent/state/json_read.h"
#include "probes/text.h"
#include "probes/tunnel/log_state.h"

namespace replwatch::agent {
namespace {

using nlohmann::json;

// Only keys that this version counts are taken.
void read_counts(const json& whole, const char* name, std::map<std::string, std::uint64_t>& counts) {
  const auto found = whole.find(name);
  if (found == whole.end() || !found->is_object()) return;
  for (auto& [key, value] : counts) value = read_number(*found, key.c_str()).value_or(0);
}

}  // namespace

std::string encode(const SavedLog& saved) {
  json whole{{"path", saved.path},
             {"offset", saved.place.offset},
             {"tail", hex(saved.place.tail)},
             {"lines", saved.counts.lines},
             {"unrecognised_lines", saved.counts.unrecognised_lines},
             {"accepted", saved.counts.accepted},
             {"peer_rejected_us", saved.counts.peer_rejected_us},
             {"verify", saved.counts.verify},
             {"handshake_failures", saved.counts.handshake_failures},
             {"connect_failures", saved.counts.connect_failures},
             {"closed", saved.counts.closed},
             {"verification_seen", saved.verification_seen}};
  if (saved.last_verify_ok) whole["last_verify_ok"] = saved.last_verify_ok->time_since_epoch().count();
  return whole.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<SavedLog> decode_log(std::string_view text) {
  const json whole = json::parse(text, nullptr, false);
  if (!whole.is_object()) return std::nullopt;
  SavedLog saved;
  const auto path = read_text(whole, "path"), tail = read_text(whole, "tail");
  const auto offset = read_number(whole, "offset");
  if (!path || !tail || !offset) return std::nullopt;
  auto bytes = from_hex(*tail);
  if (!bytes || bytes->size() > *offset) return std::nullopt;
  saved.path = *path;
  saved.place = {*offset, std::move(*bytes)};
  saved.counts = tunnel::new_log_state().counts;
  saved.counts.lines = read_number(whole, "lines").value_or(0);
  saved.counts.unrecognised_lines = read_number(whole, "unrecognised_lines").value_or(0);
  saved.counts.accepted = read_number(whole, "accepted").value_or(0);
  saved.counts.peer_rejected_us = read_number(whole, "peer_rejected_us").value_or(0);
  read_counts(whole, "verify", saved.counts.verify);
  read_counts(whole, "handshake_failures", saved.counts.handshake_failures);
  read_counts(whole, "connect_failures", saved.counts.connect_failures);
  read_counts(whole, "closed", saved.counts.closed);
  if (const auto wall = read_signed(whole, "last_verify_ok"))
    saved.last_verify_ok = WallTime(Duration(*wall));
  saved.verification_seen = read_flag(whole, "verification_seen").value_or(false);
  return saved;
}

}  // namespace replwatch::agent
