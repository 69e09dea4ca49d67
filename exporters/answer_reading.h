// A JSON answer of a running agent, read without a throw: what is absent or of another type reads as null,
// "", NaN or an empty list. What it says is hostile until proven otherwise: no control character reaches a
// terminal.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace replwatch::exporters {

const nlohmann::json& member(const nlohmann::json& object, const char* name);
const nlohmann::json& list(const nlohmann::json& object, const char* name);
double number(const nlohmann::json& object, const char* name);
std::string text(const nlohmann::json& object, const char* name);

// A value that is text itself, as one printable line.
std::string text_of(const nlohmann::json& value);

}  // namespace replwatch::exporters
