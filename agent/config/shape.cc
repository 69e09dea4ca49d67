#include "agent/config/shape.h"

#include <algorithm>

#include "agent/config/keys.h"
#include "agent/config/nearest.h"
#include "probes/duration.h"
#include "probes/link/cause.h"
#include "probes/link/finding.h"
#include "probes/text.h"

namespace replwatch::config {
namespace {

constexpr std::size_t kLongestQuote = 60;

std::string quoted(std::string_view text) { return '"' + one_line(text, kLongestQuote) + '"'; }

// Somebody may have written the password itself there, and messages go into logs.
bool may_be_secret(const Value& value, Type type) {
  return type == Type::variable || (type == Type::url && value.text.find('@') != std::string::npos);
}

// What stands there instead of the right thing, as briefly as it can be told.
std::string shown(const Value& value, Type type) {
  if (may_be_secret(value, type)) return "what stands there";
  if (value.kind == Kind::text) return quoted(value.text);
  if (value.kind == Kind::integer) return std::to_string(value.integer);
  return std::string(words(value.kind));
}

class Check {
 public:
  std::vector<Problem> take() { return std::move(problems_); }

  void object(const Value& value, const Object& object, const std::string& path) {
    for (const Value& member : value.children) {
      const auto key = std::ranges::find(object.keys, member.key, &Key::name);
      const std::string below = join(path, member.key);
      if (key == object.keys.end()) {
        tell(member, below, unknown_key(member.key, object));
      } else {
        this->value(member, *key, below);
      }
    }
    for (const Key& key : object.keys) {
      if (key.required && value.find(key.name) == nullptr) {
        tell(value, join(path, key.name), "is missing and required (" + std::string(key.help) + "); add it");
      }
    }
  }

 private:
  static std::string unknown_key(std::string_view key, const Object& object) {
    if (key == "password") {
      return "no password stands in this file; put it into a defaults_file, or name its variable in "
             "password_env";
    }
    std::vector<std::string_view> known;
    for (const Key& row : object.keys) known.push_back(row.name);
    return "unknown key; " + suggestion(key, known);
  }

  void value(const Value& value, const Key& key, const std::string& path) {
    const TypeRow& type = row(key.type);
    if (value.kind != type.kind) {
      tell(value, path,
           must(key) + ", not " + std::string(words(value.kind)) + "; " + std::string(type.remedy));
    } else if (key.type == Type::words) {
      list(value, path);
    } else if (!is_one(value, key.type)) {
      tell(value, path, must(key) + ", not " + shown(value, key.type) + "; " + std::string(type.remedy));
    } else if (key.type == Type::duration) {
      duration(value, key, path);
    } else if (key.type == Type::choice) {
      choice(value, key, path);
    } else if (key.of != nullptr) {
      objects(value, key, path);
    }
  }

  void list(const Value& value, const std::string& path) {
    for (std::size_t i = 0; i < value.children.size(); ++i) {
      const Value& element = value.children[i];
      const auto before = value.children.begin() + static_cast<std::ptrdiff_t>(i);
      if (element.kind != Kind::text || !is_one(element, Type::word)) {
        tell(element, join(path, i),
             "must be non-empty text on one line, not " + shown(element, Type::word) +
                 "; write it like \"DB_1\"");
      } else if (std::ranges::find(value.children.begin(), before, element.text, &Value::text) != before) {
        tell(element, join(path, i),
             quoted(element.text) + " stands in the list twice; remove one of the two");
      }
    }
  }

  void duration(const Value& value, const Key& key, const std::string& path) {
    if (*parse_duration(value.text) >= key.least) return;
    const std::string least = duration_text(key.least);
    tell(value, path, quoted(value.text) + " is shorter than " + least + "; write \"" + least + "\" or more");
  }

  void choice(const Value& value, const Key& key, const std::string& path) {
    const std::vector<std::string_view> known(key.choices.begin(), key.choices.end());
    if (std::ranges::find(known, value.text) != known.end()) return;
    tell(value, path, "unknown word " + quoted(value.text) + "; " + suggestion(value.text, known));
  }

  void objects(const Value& value, const Key& key, const std::string& path) {
    if (key.type == Type::object) return object(value, *key.of, path);
    if (key.required && value.children.empty())
      tell(value, path, "is empty; name at least one " + std::string(key.of->name));
    for (const Value& member : value.children) {
      const std::string below = join(path, member.key);
      if (key.type == Type::findings) finding(member, below);
      if (key.type == Type::named_objects && !is_name(member.key)) {
        tell(member, below,
             quoted(member.key) + " is not " + std::string(row(Type::name).must) + "; " +
                 std::string(row(Type::name).remedy));
      }
      if (member.kind == Kind::object) {
        object(member, *key.of, below);
      } else {
        tell(member, below, "must be an object, not " + std::string(words(member.kind)) + "; write {...}");
      }
    }
  }

  void finding(const Value& member, const std::string& path) {
    const std::vector<std::string_view> known(link::kFindingCodes.begin(), link::kFindingCodes.end());
    if (std::ranges::find(known, member.key) != known.end()) return;
    if (link::parse_cause(member.key)) {
      return tell(member, path,
                  "is a cause, and only findings can be accepted; remove it, or use maintenance");
    }
    tell(member, path, "unknown finding; " + suggestion(member.key, known));
  }

  static std::string must(const Key& key) { return "must be " + std::string(row(key.type).must); }
  void tell(const Value& value, std::string path, std::string text) {
    problems_.push_back({value.line, std::move(path), std::move(text)});
  }

  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> check_shape(const Value& root) {
  if (root.kind != Kind::object) {
    return {{root.line, "",
             "must be an object, not " + std::string(words(root.kind)) + "; write {\"servers\": {...}}"}};
  }
  Check check;
  check.object(root, kRoot, "");
  return check.take();
}

}  // namespace replwatch::config
