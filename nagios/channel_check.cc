#include "nagios/channel_check.h"

#include <algorithm>

#include "nagios/replica_evidence.h"
#include "nagios/replica_perf.h"
#include "nagios/wording.h"
#include "probes/link/diagnose.h"
#include "probes/mysql/errors.h"
#include "probes/text.h"

namespace replwatch::nagios {
namespace {

using link::Cause;

std::string place(const ReplicaSight& sight, const std::string& channel) {
  return sight.address + (channel.empty() ? "" : " channel '" + one_line(channel, 70) + "'");
}

std::string_view io_word(mysql::IoState state) {
  return state == mysql::IoState::running ? "Yes" : state == mysql::IoState::connecting ? "Connecting" : "No";
}

std::string position_words(const std::string& file, const std::optional<mysql::Position>& position) {
  return position ? one_line(file, 80) + ":" + std::to_string(position->offset) : "unknown";
}

std::string facts(const mysql::ReplicaStatus& status) {
  std::string out = "source " + source_of(status);
  if (status.source_server_id != 0) out += " (server id " + std::to_string(status.source_server_id) + ")";
  if (is_near_end_of_tunnel(status)) out += ", taken for the near end of a tunnel";
  out += ", IO " + std::string(io_word(status.io)) + ", SQL " + (status.sql_running ? "Yes" : "No") +
         ", received " + position_words(status.source_log_file, status.read) + ", executed " +
         position_words(status.executed_log_file, status.executed);
  if (status.last_io_error != 0) out += ", Last_IO_Errno " + std::to_string(status.last_io_error);
  if (status.last_sql_error != 0) out += ", Last_SQL_Errno " + std::to_string(status.last_sql_error);
  if (status.sql_delay.value_or(0) > 0)
    out += ", delayed on purpose by " + std::to_string(*status.sql_delay) + " s";
  return out;
}

// A running channel against -w and -c. A configured delay is wanted and not counted.
Check judge_lag(const ReplicaSight& sight, const ReplicaThresholds& thresholds,
                const mysql::ReplicaStatus& status, const link::Verdict& verdict) {
  const std::string where = place(sight, status.channel);
  const auto reported = trusted_lag(status);
  if (!reported) {
    return {State::unknown,
            where + ": both threads run, and the replica tells no lag (NULL); look again",
            {},
            {}};
  }
  const auto delay = static_cast<double>(status.sql_delay.value_or(0));
  std::string words = "reported lag " + in_seconds(*reported);
  if (delay > 0) words += ", a delay of " + in_seconds(delay) + " is configured";
  const State state = judge(std::max(0.0, *reported - delay), thresholds.warning, thresholds.critical);
  if (state == State::ok) {
    const bool alone = sight.source_address.empty();
    return {state,
            where + ": both threads run, " + words +
                (alone ? "; " + verdict.sentence + ", one look has no history" : ""),
            {},
            {}};
  }
  const Range& limit = state == State::critical ? thresholds.critical : thresholds.warning;
  const link::CauseRow& row = link::row(Cause::lagging);
  return {state,
          where + ": " + std::string(row.sentence) + ": " + words + ", " +
              (state == State::critical ? "critical " : "warning ") + limit.text + "; " +
              std::string(row.next),
          {},
          {}};
}

// What mends a look of ours that failed; "" when the cause's own remedy serves.
std::string remedy(const ReplicaSight& sight, const Failure& failure) {
  if (failure.reason == Reason::access_denied) {
    const std::string grant =
        grant_remedy(sight.version, mysql::Question::replica_status, failure, sight.account);
    return grant.empty() ? "" : grant.substr(2);
  }
  if (failure.reason == Reason::timed_out && sight.replica.replica_status_hangs) return "";
  return std::string(look_remedy(failure.reason));
}

// The number is what people search for, so every text on an IO thread that is not connected has it.
std::string error_words(const mysql::ReplicaStatus& status) {
  if (status.last_io_error == 0) return "no error told yet by " + source_of(status);
  return "error " + std::to_string(status.last_io_error) + " (" +
         std::string(code(mysql::classify_io_error(status.last_io_error, status.last_io_error_text))) +
         ") at " + source_of(status);
}

std::string sentence_of(const ReplicaSight& sight, const std::string& channel, const link::Verdict& verdict) {
  const std::string sentence(link::row(verdict.cause).sentence);
  const auto* status = status_of(sight, channel);
  if (status != nullptr && status->io == mysql::IoState::connecting)
    return sentence + ": " + error_words(*status);
  const auto& channels = sight.replica.replica;
  if (channels.good() && channels.value->empty()) return "no replica (SLAVE): " + sentence;
  return verdict.sentence;
}

Check tell(const ReplicaSight& sight, const std::string& channel, const link::Verdict& verdict) {
  Check check;
  check.state = state_of(verdict.severity);
  std::string sentence = sentence_of(sight, channel, verdict), next = verdict.next;
  const auto& failure =
      sight.replica.variables.failure ? sight.replica.variables.failure : sight.replica.replica.failure;
  if (failure) {
    // An agent that cannot reach a server may blame its own way there; whoever runs a plugin asks for that
    // server, and its silence is critical.
    const bool blind = verdict.cause == Cause::blind;
    if (blind && is_silence(failure->reason)) check.state = State::critical;
    sentence = blind ? "the replica (SLAVE) could not be looked at" : link::row(verdict.cause).sentence;
    sentence += " (" + in_words(*failure) + ")";
    if (const std::string mends = remedy(sight, *failure); !mends.empty()) next = mends;
  }
  check.text = place(sight, channel) + ": " + sentence + "; " + next;
  return check;
}

void add_evidence(const link::Verdict& verdict, std::vector<std::string>& details) {
  details.push_back("cause: " + std::string(link::code(verdict.cause)));
  for (const link::EvidenceLine& line : verdict.evidence) {
    details.push_back("evidence: " + line.text);
    if (!line.local_text.empty()) details.push_back("  verbatim: " + line.local_text);
  }
  for (const Cause other : verdict.alternatives) {
    details.push_back("fits as well: " + std::string(link::code(other)));
  }
}

}  // namespace

ChannelCheck check_channel(const ReplicaSight& sight, const ReplicaThresholds& thresholds,
                           const std::string& channel, unsigned verbosity) {
  const link::Verdict verdict = link::diagnose(evidence_of(sight, channel));
  const auto* status = status_of(sight, channel);
  ChannelCheck result;
  result.well = status != nullptr && is_running(*status) &&
                (verdict.cause == Cause::ok || verdict.cause == Cause::lagging);
  result.check = result.well ? judge_lag(sight, thresholds, *status, verdict) : tell(sight, channel, verdict);
  if (status != nullptr) {
    result.check.details.push_back(facts(*status));
    if (verbosity > 0 && !status->last_io_error_text.empty()) {
      result.check.details.push_back("Last_IO_Error: " + status->last_io_error_text);
    }
    if (verbosity > 0 && !status->last_sql_error_text.empty()) {
      result.check.details.push_back("Last_SQL_Error: " + status->last_sql_error_text);
    }
  }
  if (verbosity > 0) add_evidence(verdict, result.check.details);
  return result;
}

}  // namespace replwatch::nagios
