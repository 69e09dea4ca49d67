#include "agent/state/history_text.h"

#include <nlohmann/json.hpp>

#include "agent/state/json_read.h"

namespace replwatch::agent {
namespace {

using link::SavedHistory;
using nlohmann::json;

// Arrays without names: a history has thousands of entries.
json text_of(Instant instant) { return instant.time_since_epoch().count(); }
json text_of(const mysql::Position& position) { return json::array({position.file, position.offset}); }
json text_of(const std::optional<mysql::Position>& position) {
  return position ? text_of(*position) : json();
}
json text_of(const mysql::GtidSet& set) {
  json out = json::array();
  for (const mysql::GtidRange& each : set) out.push_back({each.stream, each.first, each.last});
  return out;
}

json text_of(const SavedHistory::Entry& entry) {
  json added = json::array();
  for (const SavedHistory::Added& each : entry.added) added.push_back({each.stream, each.first, each.last});
  return json::array({entry.end.file, entry.end.offset, text_of(entry.first_answered),
                      text_of(entry.last_asked), text_of(entry.last_answered), entry.told, std::move(added)});
}

// Reads on as long as everything is as it should be; afterwards gives zeroes.
class Reader {
 public:
  bool well() const { return well_; }

  std::uint64_t number(const json& value) {
    well_ = well_ && value.is_number_unsigned();
    return well_ ? value.get<std::uint64_t>() : 0;
  }
  Instant instant(const json& value) {
    well_ = well_ && value.is_number_integer();
    return Instant(Duration(well_ ? value.get<std::int64_t>() : 0));
  }
  bool flag(const json& value) {
    well_ = well_ && value.is_boolean();
    return well_ && value.get<bool>();
  }
  std::string text(const json& value) {
    well_ = well_ && value.is_string();
    return well_ ? value.get<std::string>() : std::string();
  }
  // An array of so many values; of any number with 0.
  const json& array(const json& value, std::size_t size = 0) {
    well_ = well_ && value.is_array() && (size == 0 || value.size() == size);
    return well_ ? value : empty_;
  }
  const json& member(const json& object, const char* name) {
    const auto found = object.find(name);
    well_ = well_ && found != object.end();
    return well_ ? *found : empty_;
  }
  std::optional<mysql::Position> position(const json& value) {
    if (value.is_null()) return std::nullopt;
    const json& pair = array(value, 2);
    if (!well_) return std::nullopt;
    return mysql::Position{number(pair[0]), number(pair[1])};
  }
  mysql::GtidSet gtids(const json& value) {
    mysql::GtidSet set;
    for (const json& each : array(value)) {
      const json& range = array(each, 3);
      if (!well_) break;
      set.push_back({text(range[0]), number(range[1]), number(range[2])});
    }
    return set;
  }
  SavedHistory::Entry entry(const json& value, std::size_t streams) {
    SavedHistory::Entry entry;
    const json& row = array(value, 7);
    if (!well_) return entry;
    entry.end = {number(row[0]), number(row[1])};
    entry.first_answered = instant(row[2]);
    entry.last_asked = instant(row[3]);
    entry.last_answered = instant(row[4]);
    entry.told = flag(row[5]);
    for (const json& each : array(row[6])) {
      const json& added = array(each, 3);
      if (!well_) break;
      const std::uint64_t stream = number(added[0]);
      well_ = well_ && stream < streams;
      entry.added.push_back({static_cast<std::uint32_t>(stream), number(added[1]), number(added[2])});
    }
    return entry;
  }

 private:
  bool well_ = true;
  const json empty_ = json::array();
};

SavedHistory read_history(const json& whole, Reader& read) {
  SavedHistory saved;
  saved.identity = read.text(read.member(whole, "identity"));
  saved.epoch = read.number(read.member(whole, "epoch"));
  saved.epoch_seen = read.instant(read.member(whole, "epoch_seen"));
  saved.named_anew = read.flag(read.member(whole, "named_anew"));
  for (const json& each : read.array(read.member(whole, "streams"))) saved.streams.push_back(read.text(each));
  for (const json& each : read.array(read.member(whole, "entries"))) {
    saved.entries.push_back(read.entry(each, saved.streams.size()));
    const std::size_t count = saved.entries.size();
    if (!read.well() || (count > 1 && saved.entries[count - 1].end < saved.entries[count - 2].end)) return {};
  }
  if (const json& gtids = read.member(whole, "source_gtids"); !gtids.is_null()) {
    saved.source_gtids = read.gtids(gtids);
  }
  saved.ambiguous = read.gtids(read.member(whole, "ambiguous"));
  saved.reading.made_now = read.flag(read.member(whole, "made_now"));
  saved.reading.proved = read.flag(read.member(whole, "reading_proved"));
  saved.reading.start = read.position(read.member(whole, "start"));
  saved.reading.before = read.position(read.member(whole, "before"));
  saved.proved = read.flag(read.member(whole, "proved"));
  saved.executed = read.position(read.member(whole, "executed"));
  saved.read = read.position(read.member(whole, "read"));
  saved.executed_asked = read.instant(read.member(whole, "executed_asked"));
  return saved;
}

}  // namespace

std::string encode(const SavedHistory& saved) {
  json entries = json::array();
  for (const SavedHistory::Entry& each : saved.entries) entries.push_back(text_of(each));
  const json whole{{"identity", saved.identity},
                   {"epoch", saved.epoch},
                   {"epoch_seen", text_of(saved.epoch_seen)},
                   {"named_anew", saved.named_anew},
                   {"entries", std::move(entries)},
                   {"streams", saved.streams},
                   {"source_gtids", saved.source_gtids ? text_of(*saved.source_gtids) : json()},
                   {"ambiguous", text_of(saved.ambiguous)},
                   {"made_now", saved.reading.made_now},
                   {"reading_proved", saved.reading.proved},
                   {"start", text_of(saved.reading.start)},
                   {"before", text_of(saved.reading.before)},
                   {"proved", saved.proved},
                   {"executed", text_of(saved.executed)},
                   {"read", text_of(saved.read)},
                   {"executed_asked", text_of(saved.executed_asked)}};
  return whole.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<SavedHistory> decode_history(std::string_view text) {
  const json whole = json::parse(text, nullptr, false);
  if (!whole.is_object()) return std::nullopt;
  Reader read;
  SavedHistory saved = read_history(whole, read);
  const bool whole_epoch = saved.epoch > 0 && !saved.entries.empty();
  if (!read.well() || !whole_epoch) return std::nullopt;
  return saved;
}

}  // namespace replwatch::agent
