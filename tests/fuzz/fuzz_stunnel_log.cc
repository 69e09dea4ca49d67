// The log reader on any bytes: cut at other places they give the same events, and what comes out is one line
// of UTF-8.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "probes/text.h"
#include "probes/tunnel/log_reader.h"
#include "probes/tunnel/log_summary.h"

namespace {

using replwatch::tunnel::Event;
using replwatch::tunnel::LogReader;

struct Read {
  std::vector<Event> events;
  std::uint64_t lines = 0, unrecognised = 0;
  bool operator==(const Read&) const = default;
};

// Feeds `log` in pieces whose lengths are taken from the bytes themselves, the first at most `step` long.
Read read_in_pieces(std::string_view log, std::size_t step) {
  Read read;
  LogReader reader;
  const auto keep = [&](const Event& event) { read.events.push_back(event); };
  while (!log.empty()) {
    const std::string_view piece = log.substr(0, step);
    reader.feed(piece, keep);
    log.remove_prefix(piece.size());
    step = 1 + static_cast<std::uint8_t>(piece.back()) % 61;
  }
  reader.finish(keep);
  read.lines = reader.lines();
  read.unrecognised = reader.unrecognised_lines();
  return read;
}

void require(bool holds) {
  if (!holds) std::abort();
}

void require_clean(std::string_view text) {
  require(replwatch::valid_utf8(text) == text);
  require(std::ranges::none_of(text, [](char c) { return c == '\n' || c == '\r' || c == '\0'; }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view log(reinterpret_cast<const char*>(bytes), size);
  const Read whole = read_in_pieces(log, size);
  require(whole == read_in_pieces(log, 1));
  require(whole == read_in_pieces(log, 1 + size / 2));
  require(whole.lines == static_cast<std::uint64_t>(std::ranges::count(log, '\n')));
  require(whole.unrecognised <= whole.lines);
  for (const Event& event : whole.events) {
    for (const std::string_view text :
         {std::string_view(event.service), std::string_view(event.id), std::string_view(event.reason),
          std::string_view(event.subject), std::string_view(event.peer), std::string_view(event.raw)}) {
      require_clean(text);
    }
  }
  const auto summary = replwatch::tunnel::summarise_log(log);
  require(summary.lines == whole.lines);
  return 0;
}
