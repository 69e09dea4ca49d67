// A result set as plain values: column names and rows of optional texts (empty optional = SQL NULL).
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace replwatch::mysql {

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::optional<std::string>>> rows;  // each as long as `columns`

  bool operator==(const Table&) const = default;
};

}  // namespace replwatch::mysql
