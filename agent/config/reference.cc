#include "agent/config/reference.h"

#include "agent/config/keys.h"

namespace replwatch::config {
namespace {

std::string typed(const Key& key) {
  if (key.type == Type::choice) {
    std::string words;
    for (const std::string_view choice : key.choices) {
      if (!words.empty()) words += ", ";
      words += "`\"" + std::string(choice) + "\"`";
    }
    return "one of " + words;
  }
  if (key.type == Type::named_objects) return "an object of them, by name";
  if (key.type == Type::findings) return "an object of them, by finding";
  return std::string(row(key.type).must);
}

std::string default_of(const Key& key) {
  if (key.required) return "required";
  return key.fallback.empty() ? "" : "`" + std::string(key.fallback) + "`";
}

void add_object(std::string& page, const Object& object, const std::string& path) {
  page += "\n## " + (path.empty() ? "The file" : "`" + path + "`") + "\n\n";
  page += "| key | what | default | meaning |\n|---|---|---|---|\n";
  for (const Key& key : object.keys) {
    page += "| `" + std::string(key.name) + "` | " + typed(key) + " | " + default_of(key) + " | " +
            std::string(key.help) + " |\n";
  }
  for (const Key& key : object.keys) {
    if (key.of == nullptr) continue;
    const std::string below = (path.empty() ? "" : path + ".") + std::string(key.name);
    add_object(page, *key.of,
               below + (key.type == Type::object     ? ""
                        : key.type == Type::findings ? ".FINDING"
                                                     : ".NAME"));
  }
}

}  // namespace

std::string config_reference() {
  std::string page =
      "# Configuration\n\nJSON with comments (`//` and `/* */`), `/etc/replwatch/replwatch.json`. Only "
      "`servers` is "
      "required. An unknown key is refused.\nNames begin with a-z or 0-9 and go on with a-z 0-9 _ . -, 63 "
      "characters "
      "at most. Durations are whole numbers with ms, s, m, h or d.\n";
  add_object(page, kRoot, "");
  return page;
}

}  // namespace replwatch::config
