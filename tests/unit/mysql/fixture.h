// A server's answer as filed under tests/fixtures/mysql: the client's vertical output, read back into a
// Table. A file that cannot be read gives a table without columns, which no test expects.
#pragma once

#include <fstream>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/mysql/table.h"

namespace replwatch::mysql {

// The name and the value of "   Slave_IO_State: Connecting"; empty for a line that goes on with the value
// above it.
inline std::optional<std::pair<std::string, std::string>> split_vertical(const std::string& line) {
  const std::size_t start = line.find_first_not_of(' ');
  const std::size_t colon = line.find(':');
  if (start == std::string::npos || colon == std::string::npos || colon < start) return std::nullopt;
  const std::string name = line.substr(start, colon - start);
  if (name.empty() || name.find_first_of(" '\"") != std::string::npos) return std::nullopt;
  return std::pair{name, colon + 2 <= line.size() ? line.substr(colon + 2) : ""};
}

inline Table read_fixture(const std::string& name) {
  std::ifstream file(std::string(REPLWATCH_SOURCE_DIR) + "/tests/fixtures/mysql/" + name + ".txt");
  Table table;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    if (line.starts_with("*****")) {
      table.rows.emplace_back();
    } else if (const auto field = split_vertical(line); field && !table.rows.empty()) {
      if (table.rows.size() == 1) table.columns.push_back(field->first);
      auto& row = table.rows.back();
      row.push_back(field->second == "NULL" ? std::nullopt : std::optional(field->second));
    } else if (!table.rows.empty() && !table.rows.back().empty() && table.rows.back().back()) {
      *table.rows.back().back() += "\n" + line;
    }
  }
  return table;
}

// A table of one row, for what no real server says.
inline Table one_row(std::vector<std::pair<std::string, std::optional<std::string>>> fields) {
  Table table{{}, {{}}};
  for (auto& [name, value] : fields) {
    table.columns.push_back(std::move(name));
    table.rows[0].push_back(std::move(value));
  }
  return table;
}

}  // namespace replwatch::mysql
