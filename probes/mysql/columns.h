// The columns of an answer by name: one table of the names that versions give to the same thing, and a reader
// of one row that notes the first field that cannot be read. An unknown column is ignored, a missing one is
// absent, not 0.
#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/failure.h"
#include "probes/mysql/table.h"
#include "probes/text.h"

namespace replwatch::mysql {

// Where the column is that any version calls `name`; case does not matter, the first of equal names counts.
std::optional<std::size_t> find_column(const Table& table, std::string_view name);

// The parts between commas, blanks around them dropped, empty parts left out.
std::vector<std::string> split_names(std::string_view list);

class RowReader {
 public:
  RowReader(const Table& table, std::size_t row) : table_(table), row_(row) {}

  // Empty when the column is absent or NULL.
  std::optional<std::string_view> text(std::string_view name) const;
  std::string text_or_empty(std::string_view name) const { return std::string(text(name).value_or("")); }
  // A text that must be there: notes a failure when the column is absent or NULL.
  std::string_view required(std::string_view name);
  bool says_yes(std::string_view name) const { return equal_ignoring_case(text(name).value_or(""), "Yes"); }

  // Empty when absent or NULL; anything else that is no number of this type notes a failure.
  template <class T>
  std::optional<T> number(std::string_view name) {
    const std::optional<std::string_view> field = text(name);
    if (!field) return std::nullopt;
    const std::optional<T> value = parse_number<T>(*field);
    if (value && sensible(*value)) return value;
    note(name, *field, "no number that fits");
    return std::nullopt;
  }
  template <class T>
  T required_number(std::string_view name) {
    required(name);
    return number<T>(name).value_or(T{});
  }
  // ON, OFF, YES, NO, a number; MariaDB 12 also says NO_LOCK for a server that is read only.
  std::optional<bool> flag(std::string_view name);

  void note(std::string_view name, std::string_view value, std::string_view complaint);
  const std::optional<Failure>& failure() const { return failure_; }

 private:
  template <std::integral T>
  static bool sensible(T) {
    return true;
  }
  static bool sensible(double value) { return std::isfinite(value) && value >= 0; }

  const Table& table_;
  std::size_t row_;
  std::optional<Failure> failure_;
};

}  // namespace replwatch::mysql
