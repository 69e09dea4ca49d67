// GtidSet: which transactions of which streams. A stream is a MySQL server's uuid (and tag), or a MariaDB
// domain; its transactions are numbered. The texts come from servers and are hostile until parsed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace replwatch::mysql {

struct GtidRange {
  std::string stream;  // lower case
  std::uint64_t first = 1, last = 0;

  bool operator==(const GtidRange&) const = default;
};

// Sorted by stream and number; ranges of one stream neither overlap nor touch.
using GtidSet = std::vector<GtidRange>;

// "3e11fa47-...:1-5:7, ...", with tags ("uuid:tag:1-5") too. Empty when that is not what stands there, or
// when it is longer than any server that is well would tell.
std::optional<GtidSet> parse_gtid_set(std::string_view text);

// MariaDB's "0-1-1234,7-1-3": of each domain everything up to its number. With `server_id` only the domains
// whose last transaction that server wrote.
std::optional<GtidSet> parse_gtid_position(std::string_view text,
                                           std::optional<std::uint64_t> server_id = std::nullopt);

bool holds(const GtidSet& whole, const GtidSet& part);
bool holds(const GtidSet& whole, std::string_view stream, std::uint64_t first, std::uint64_t last);
GtidSet without(const GtidSet& whole, const GtidSet& part);
GtidSet common(const GtidSet& one, const GtidSet& other);
GtidSet united(GtidSet one, const GtidSet& other);
// Whether a stream that both tell ends lower in `after`: its numbers were given out anew.
bool went_back(const GtidSet& before, const GtidSet& after);

}  // namespace replwatch::mysql
