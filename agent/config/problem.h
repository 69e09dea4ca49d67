// Problem: one thing that is wrong with a configuration file: where it stands, what is wrong, what mends it.
#pragma once

#include <string>
#include <string_view>

namespace replwatch::config {

struct Problem {
  int line = 0;      // 0 = of the file as a whole
  std::string path;  // "links.lfc.staleness.warning"; "" = no key
  std::string text;  // "what is wrong; what to do"

  bool operator==(const Problem&) const = default;
};

// One line for people: "FILE:LINE: PATH: what is wrong; what to do".
std::string line_of(const Problem& problem, std::string_view file);

// The path of a key below `path`. A key that would be mistaken for two is put in quotes.
std::string join(std::string_view path, std::string_view key);
std::string join(std::string_view path, std::size_t index);

}  // namespace replwatch::config
