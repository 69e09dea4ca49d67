#include "probes/mysql/poll_plan.h"

#include <algorithm>
#include <utility>

namespace replwatch::mysql {
namespace {

bool is_wanted(Question question, Roles roles) {
  switch (question) {
    case Question::source_position:
    case Question::binary_logs:
      return roles.source;
    case Question::replica_status:
      return roles.replica;
    case Question::variables:
    case Question::process_list:
    case Question::log_settings:
      return true;
  }
  return false;
}

bool hangs(const PollMemory::Of& known, Instant now) {
  return known.hung && now < known.hung_seen + kLastHangBackOff;
}

void add(RoundTrip& trip, Question question, std::string_view sql) {
  if (!trip.questions.empty()) trip.sql += ';';
  trip.sql += sql;
  trip.questions.push_back(question);
}

}  // namespace

std::vector<RoundTrip> plan_poll(const Version& version, Roles roles, const PollMemory& memory, Instant now) {
  RoundTrip together;
  std::vector<RoundTrip> rare, retries;
  for (const Question question : kQuestions) {
    const PollMemory::Of& known = memory[question];
    if (!is_wanted(question, roles) || hangs(known, now) || now < known.not_before) continue;
    const std::string_view sql = statement(question, version, known.fallback);
    if (!known.refused && is_rare(question)) {
      add(rare.emplace_back(), question, sql);
      rare.back().rare = true;
    } else if (!known.refused) {
      add(together, question, sql);
    } else {
      add(retries.emplace_back(), question, sql);
      retries.back().on_fresh_connection = known.refused->reason == Reason::access_denied;
    }
  }
  std::vector<RoundTrip> trips;
  if (!together.questions.empty()) trips.push_back(std::move(together));
  std::ranges::move(rare, std::back_inserter(trips));
  std::ranges::move(retries, std::back_inserter(trips));
  return trips;
}

void note_answer(PollMemory& memory, Question question, Duration took, Instant now) {
  PollMemory::Of& known = memory[question];
  memory.answered = now;
  known.refused.reset();
  known.hung.reset();
  known.back_off = Duration{};
  known.not_before = is_rare(question) ? now + kRareInterval : now;
  if (question == Question::source_position && took > kSlowAnswer) {
    known.not_before = now + std::min(9 * took, kLastSlowBackOff);
  }
}

void note_failure(PollMemory& memory, Question question, const Version& version, const Failure& failure,
                  Instant now) {
  PollMemory::Of& known = memory[question];
  if (is_not_understood(failure.number) && !statement(question, version, known.fallback + 1).empty()) {
    ++known.fallback;
    return;
  }
  if (failure.reason != Reason::access_denied && failure.reason != Reason::statement_failed) return;
  if (is_not_understood(failure.number)) known.fallback = 0;
  known.refused = failure;
  known.not_before = now + kRefusedRetry;
}

void note_hang(PollMemory& memory, Question question, std::uint64_t connection_id) {
  PollMemory::Of& known = memory[question];
  known.hung = connection_id;
  known.hung_seen = memory.answered;
  known.back_off = std::clamp(2 * known.back_off, kFirstHangBackOff, kLastHangBackOff);
}

void note_connections(PollMemory& memory, const std::vector<std::uint64_t>& ids, Instant now) {
  for (PollMemory::Of& known : memory.of) {
    if (!known.hung) continue;
    if (std::ranges::count(ids, *known.hung) > 0) {
      known.hung_seen = now;
    } else {
      known.hung.reset();
      known.not_before = now + known.back_off;
    }
  }
}

void note_login(PollMemory& memory) {
  for (PollMemory::Of& known : memory.of) {
    if (known.refused) known.not_before = Instant{};
    known.refused.reset();
    known.fallback = 0;
  }
}

}  // namespace replwatch::mysql
