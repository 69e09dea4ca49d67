#include "exporters/text_table.h"

#include <algorithm>

namespace replwatch::exporters {

namespace {

std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;  // each character once, by its first byte
  }));
}

}  // namespace

std::string coloured(const std::string& text, const std::string& colour) {
  return colour.empty() ? text : "\x1b[" + colour + "m" + text + "\x1b[0m";
}

std::string aligned(const std::vector<std::vector<Cell>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t at = 0; at < row.size(); ++at) widths[at] = std::max(widths[at], width(row[at].text));
  }
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t at = 0; at < row.size(); ++at) {
      text += coloured(row[at].text, row[at].colour);
      if (at + 1 < row.size()) text += std::string(widths[at] - width(row[at].text) + 2, ' ');
    }
    text += '\n';
  }
  return text;
}

}  // namespace replwatch::exporters
