// Which statement asks what, per flavor and version, in the order of a poll: cheap ones first, because the
// replica status can hang while a SELECT answers; what is asked rarely comes behind, in a round trip of its
// own.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "probes/mysql/flavor.h"

namespace replwatch::mysql {

enum class Question { variables, source_position, process_list, replica_status, log_settings, binary_logs };
inline constexpr std::array<Question, 6> kQuestions{Question::variables,    Question::source_position,
                                                    Question::process_list, Question::replica_status,
                                                    Question::log_settings, Question::binary_logs};

// Asked once a minute and never together with the others: listing the binary logs can be slow and holds
// their index.
constexpr bool is_rare(Question question) {
  return question == Question::log_settings || question == Question::binary_logs;
}

// The probe's label value in metrics and JSON.
constexpr std::string_view code(Question question) {
  constexpr std::string_view kCodes[] = {"variables", "source",       "process_list",
                                         "replica",   "log_settings", "binary_logs"};
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

// Why that statement samples the source on this version: one line for people.
std::string_view why_this_position(const Version& version);

}  // namespace replwatch::mysql
