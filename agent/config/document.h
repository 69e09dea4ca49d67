// A configuration file as a tree of values, each with the line it stands on: JSON with // and /* */ comments,
// no key twice, at most 16 levels. What the values mean is not known here.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "agent/config/problem.h"

namespace replwatch::config {

enum class Kind { null, flag, integer, number, text, array, object };
std::string_view words(Kind kind);  // "text", "a list", ...

struct Value {
  Kind kind = Kind::null;
  int line = 0;     // of the key, or of the value itself where it has none; from 1
  std::string key;  // of a member of an object
  bool flag = false;
  std::int64_t integer = 0;
  std::string text;
  std::vector<Value> children;  // of an array or an object, as in the file

  const Value* find(std::string_view name) const;  // a member, null when there is none
};

struct Document {
  Value root;
  bool whole = false;             // false when reading ended at an error
  std::vector<Problem> problems;  // that error, and keys that stand twice
};

Document parse_document(std::string_view text);

// The line of everything in the tree, by its path.
using Lines = std::map<std::string, int, std::less<>>;
Lines lines_of(const Value& root);

}  // namespace replwatch::config
