#include "exporters/answer_reading.h"

#include "probes/instant.h"
#include "probes/text.h"

namespace replwatch::exporters {

namespace {

using nlohmann::json;

// The control characters above ASCII (U+0080 to U+009F) steer some terminals too.
std::string printable(std::string line) {
  for (std::size_t at = 0; at + 1 < line.size(); ++at)
    if (line[at] == '\xC2' && static_cast<unsigned char>(line[at + 1]) < 0xA0) line.replace(at, 2, "  ");
  return line;
}

}  // namespace

const json& member(const json& object, const char* name) {
  static const json kNull;
  const auto found = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && found != object.end() ? *found : kNull;
}

const json& list(const json& object, const char* name) {
  static const json kEmpty = json::array();
  const json& value = member(object, name);
  return value.is_array() ? value : kEmpty;
}

double number(const json& object, const char* name) {
  const json& value = member(object, name);
  return value.is_number() ? value.get<double>() : kUnknown;
}

std::string text_of(const json& value) {
  return value.is_string() ? printable(one_line(value.get_ref<const std::string&>())) : "";
}

std::string text(const json& object, const char* name) { return text_of(member(object, name)); }

}  // namespace replwatch::exporters
