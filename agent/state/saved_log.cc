#include "agent/state/saved_log.h"

#include <nlohmann/json.hpp>

#include "agent/state/json_read.h"
#include "probes/tunnel/log_state.h"

namespace replwatch::agent {
namespace {

using nlohmann::json;

// Bytes of a log are no text; JSON takes only that.
std::string hex(const std::string& bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const char each : bytes) {
    const auto byte = static_cast<unsigned char>(each);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::optional<std::string> from_hex(const std::string& text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  const auto digit = [](char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]), low = digit(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

// Only keys that this version counts are taken.
void read_counts(const json& whole, const char* name, std::map<std::string, std::uint64_t>& counts) {
  const auto found = whole.find(name);
  if (found == whole.end() || !found->is_object()) return;
  for (auto& [key, value] : counts) value = read_number(*found, key.c_str()).value_or(0);
}

}  // namespace

std::string encode(const SavedLog& saved) {
  json whole{{"path", saved.path},
             {"device", saved.place.device},
             {"inode", saved.place.inode},
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
  const auto device = read_number(whole, "device"), inode = read_number(whole, "inode"),
             offset = read_number(whole, "offset");
  if (!path || !tail || !device || !inode || !offset) return std::nullopt;
  auto bytes = from_hex(*tail);
  if (!bytes || bytes->size() > *offset) return std::nullopt;
  saved.path = *path;
  saved.place = {*device, *inode, *offset, std::move(*bytes)};
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
