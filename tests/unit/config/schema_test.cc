#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "agent/config/keys.h"
#include "probes/link/finding.h"

namespace replwatch::config {
namespace {

using nlohmann::json;

json schema() {
  std::ifstream in(REPLWATCH_SOURCE_DIR "/agent/schema/config.schema.json");
  return json::parse(in);
}

std::string reference(std::string_view definition) { return "#/$defs/" + std::string(definition); }

std::set<std::string> keys_of(const json& object) {
  std::set<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.insert(key);
  return keys;
}

json fallback_of(const Key& key) {
  if (key.type == Type::flag || key.type == Type::port) return json::parse(key.fallback);
  return key.fallback;
}

// How the schema must write the type of the key, without its default and description.
json type_of(const Key& key) {
  if (key.type == Type::choice)
    return {{"enum", std::vector<std::string>(key.choices.begin(), key.choices.end())}};
  if (key.type == Type::object) return {{"$ref", reference(key.of->name)}};
  if (key.type != Type::named_objects && key.type != Type::findings)
    return {{"$ref", reference(row(key.type).code)}};
  json type{{"type", "object"},
            {"propertyNames", {{"$ref", reference(key.type == Type::findings ? "finding" : "name")}}},
            {"additionalProperties", {{"$ref", reference(key.of->name)}}}};
  if (key.required) type["minProperties"] = 1;
  return type;
}

class SchemaWalk {
 public:
  explicit SchemaWalk(json whole) : whole_(std::move(whole)) {}

  void walk(const Object& object, const json& definition) {
    SCOPED_TRACE(std::string(object.name));
    EXPECT_EQ(definition.at("type"), "object");
    EXPECT_EQ(definition.at("additionalProperties"), false);
    std::set<std::string> names, required;
    for (const Key& key : object.keys) {
      names.emplace(key.name);
      if (key.required) required.emplace(key.name);
    }
    const json& properties = definition.at("properties");
    EXPECT_EQ(keys_of(properties), names);
    const json in_schema = definition.value("required", json::array());
    EXPECT_EQ(in_schema.get<std::set<std::string>>(), required);
    for (const Key& key : object.keys) {
      if (properties.contains(key.name)) property(key, properties.at(std::string(key.name)));
    }
  }
  // Every definition that was not met on the way.
  std::set<std::string> unused() const {
    std::set<std::string> unused = keys_of(whole_.at("$defs"));
    for (const std::string& name : met_) unused.erase(name);
    return unused;
  }

 private:
  void property(const Key& key, json property) {
    SCOPED_TRACE(std::string(key.name));
    EXPECT_EQ(property.value("description", ""), key.help);
    EXPECT_EQ(property.value("default", json()), key.fallback.empty() ? json() : fallback_of(key));
    property.erase("description");
    property.erase("default");
    EXPECT_EQ(property, type_of(key));
    met_.insert(std::string(row(key.type).code));
    if (key.type == Type::findings) met_.insert("finding");
    if (key.type == Type::named_objects) met_.insert("name");
    if (key.of == nullptr) return;
    met_.emplace(key.of->name);
    ASSERT_TRUE(whole_.at("$defs").contains(key.of->name));
    walk(*key.of, whole_.at("$defs").at(std::string(key.of->name)));
  }

  json whole_;
  std::set<std::string> met_{"word"};  // the element of "words"
};

TEST(ConfigSchema, HasTheKeysOfTheRowsAndNoOthers) {
  SchemaWalk walk(schema());
  walk.walk(kRoot, schema());
  EXPECT_EQ(walk.unused(), std::set<std::string>{});
}

TEST(ConfigSchema, WritesEveryTypeAsTheParserWantsIt) {
  const json definitions = schema().at("$defs");
  for (const TypeRow& row : kTypes) {
    if (row.kind == Kind::object || row.type == Type::choice) continue;
    const char* expected = row.kind == Kind::text      ? "string"
                           : row.kind == Kind::integer ? "integer"
                           : row.kind == Kind::flag    ? "boolean"
                                                       : "array";
    ASSERT_TRUE(definitions.contains(row.code)) << row.code;
    EXPECT_EQ(definitions.at(std::string(row.code)).at("type"), expected) << row.code;
  }
}

TEST(ConfigSchema, KnowsTheFindingsThatTheCodeKnows) {
  const json codes = schema().at("$defs").at("finding").at("enum");
  EXPECT_EQ(codes, json(std::vector<std::string>(link::kFindingCodes.begin(), link::kFindingCodes.end())));
}

}  // namespace
}  // namespace replwatch::config
