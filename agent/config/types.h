// The types that a key of the configuration can have: how each must stand in the file, and whether a value is
// one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "agent/config/document.h"

namespace replwatch::config {

enum class Type {
  text,           // may be empty
  word,           // text that is not empty
  path,           // absolute
  name,           // of something in this file or a peer's
  choice,         // one of Key::choices
  variable,       // the name of an environment variable
  duration,       // "500ms"
  instant,        // "2027-01-31T00:00:00Z"
  listen,         // "127.0.0.1:9847"
  url,            // "http://127.0.0.1:9848"
  port,           // 1 to 65535
  flag,           // true or false
  words,          // a list of words, none twice
  object,         // with the keys of Key::of
  named_objects,  // an object from names to objects with the keys of Key::of
  findings        // the same, the names being codes of findings
};
struct TypeRow {
  Type type;
  std::string_view code;    // its name among the definitions of the schema
  Kind kind;                // as it must stand in the file
  std::string_view must;    // "a duration"
  std::string_view remedy;  // how to write one
};
extern const std::array<TypeRow, 16> kTypes;
inline const TypeRow& row(Type type) { return kTypes[static_cast<std::size_t>(type)]; }

// Whether a value of the right kind is one of the type, as far as the type alone can tell: the words of a
// choice and what an object holds are not looked at.
bool is_one(const Value& value, Type type);

bool is_name(std::string_view text);

struct Listen {
  std::string address = "127.0.0.1";
  std::uint16_t port = 9847;

  bool is_loopback() const;
  bool operator==(const Listen&) const = default;
};
std::optional<Listen> parse_listen(std::string_view text);

}  // namespace replwatch::config
