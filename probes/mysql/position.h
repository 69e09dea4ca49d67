// A place in a source's binary log: the file's numeric suffix and the offset in it, ordered as the log is.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace replwatch::mysql {

struct Position {
  std::uint64_t file = 0;    // 42 of "mysql-bin.000042": compared as a number, never as text
  std::uint64_t offset = 0;  // bytes from the file's start

  auto operator<=>(const Position&) const = default;
};

// The numeric suffix of a binary log's file name; empty when there is none.
std::optional<std::uint64_t> parse_log_file_number(std::string_view name);

}  // namespace replwatch::mysql
