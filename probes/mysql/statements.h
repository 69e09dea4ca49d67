// Which statement asks what, per flavor and version, in the order of a poll: cheap ones first, because the
// replica status can hang while a SELECT answers.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "probes/mysql/flavor.h"

namespace replwatch::mysql {

enum class Question { variables, source_position, process_list, replica_status };
inline constexpr std::array<Question, 4> kQuestions{Question::variables, Question::source_position,
                                                    Question::process_list, Question::replica_status};

// The probe's label value in metrics and JSON.
constexpr std::string_view code(Question question) {
  constexpr std::string_view kCodes[] = {"variables", "source", "process_list", "replica"};
  return kCodes[static_cast<std::size_t>(question)];
}

// The statement for this server. `fallback` 0 is the right one for the version; 1, 2... are what to try when
// the one before was not understood (1064, ...); empty when nothing is left. No statement ends with a
// semicolon.
std::string_view statement(Question question, const Version& version, std::size_t fallback = 0);

// Whether this error number means that the server does not know the statement, a variable or a table in it:
// only then is a fallback right. Any other error, a missing privilege above all, would be masked by one.
constexpr bool is_not_understood(unsigned number) {
  return number == 1064 || number == 1193 || number == 1146 || number == 1109;
}

// Whether the statement for source_position takes no lock that a committing writer holds (servers.md part 6).
bool takes_no_binlog_lock(const Version& version);

}  // namespace replwatch::mysql
