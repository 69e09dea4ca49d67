// The page that describes every key of the configuration, in Markdown, made from the rows of keys.h.
#pragma once

#include <string>

namespace replwatch::config {

std::string config_reference();

}  // namespace replwatch::config
