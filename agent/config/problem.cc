#include "agent/config/problem.h"

#include "probes/text.h"

namespace replwatch::config {
namespace {

constexpr std::size_t kLongestKey = 80;

bool is_plain(std::string_view key) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return !key.empty() && key.find_first_not_of(kPlain) == std::string_view::npos;
}

}  // namespace

std::string line_of(const Problem& problem, std::string_view file) {
  std::string line(file);
  if (problem.line > 0) line += ":" + std::to_string(problem.line);
  line += ": ";
  if (!problem.path.empty()) line += problem.path + ": ";
  return one_line(line + problem.text, 2000);
}

std::string join(std::string_view path, std::string_view key) {
  std::string joined(path);
  if (!joined.empty()) joined += '.';
  const std::string shown = one_line(key, kLongestKey);
  joined += is_plain(shown) ? shown : '"' + shown + '"';
  return joined;
}

std::string join(std::string_view path, std::size_t index) {
  return std::string(path) + "[" + std::to_string(index) + "]";
}

}  // namespace replwatch::config
