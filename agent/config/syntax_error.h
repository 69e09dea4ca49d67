// What is wrong with text that is no JSON, in words for people who do not know the grammar by heart.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace replwatch::config {

// `position` counts the characters read when the parser gave up; `parser_words` is what it says itself;
// `nothing_before`: only blanks and comments came before that place.
std::string syntax_error(std::string_view text, std::size_t position, std::string_view parser_words,
                         bool nothing_before);

}  // namespace replwatch::config
