// Every key of the configuration, one row each. The check of a file, the reference page and the test of the
// JSON Schema read these rows; what a value means is read in parse.cc.
#pragma once

#include <chrono>
#include <span>
#include <string_view>

#include "agent/config/types.h"

namespace replwatch::config {

struct Key;

struct Object {
  std::string_view name;  // what one is called: also its name among the definitions of the schema
  std::span<const Key> keys;
};

struct Key {
  std::string_view name;
  Type type;
  std::string_view fallback;  // what holds when the key is absent, as it would be written; "" = nothing
  std::string_view help;
  bool required = false;
  const Object* of = nullptr;
  std::span<const std::string_view> choices = {};
  std::chrono::milliseconds least{1};  // of a duration
};

extern const Object kRoot;

}  // namespace replwatch::config
