// Columns of text aligned for a terminal, measured in characters of UTF-8.
#pragma once

#include <string>
#include <vector>

namespace replwatch::exporters {

struct Cell {
  std::string text;
  std::string colour;  // an ANSI sequence such as "31"; "" for none
};

// `text` in a colour, or as it is when `colour` is "".
std::string coloured(const std::string& text, const std::string& colour);

// Two blanks between columns, none at the end of a line.
std::string aligned(const std::vector<std::vector<Cell>>& rows);

}  // namespace replwatch::exporters
