// Which questions to put to one server now, and in how many round trips: the healthy ones together in one,
// and what was refused before alone, rarely, so that its error ends no other answer. Pure: time and results
// are arguments.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probes/failure.h"
#include "probes/instant.h"
#include "probes/mysql/flavor.h"
#include "probes/mysql/statements.h"

namespace replwatch::mysql {

struct Roles {
  bool source = false;   // some link's source: its position is asked for
  bool replica = false;  // some link's replica: its status is asked for

  bool operator==(const Roles&) const = default;
};

// What earlier polls of this server taught. Starts empty; the functions below are the only ones that change
// it.
struct PollMemory {
  struct Of {
    std::size_t fallback = 0;           // which form of the statement this server understands
    std::optional<Failure> refused;     // access_denied or statement_failed: since then asked alone, rarely
    Instant not_before{};               // not to be asked earlier than this
    std::optional<std::uint64_t> hung;  // the connection in which it hangs, while the server still has it
    Instant hung_seen{};                // when that connection was last known to be there
    Duration back_off{};                // of the latest hang; 0 when it did not hang since it last answered

    bool operator==(const Of&) const = default;
  };
  std::array<Of, kQuestions.size()> of{};
  Instant answered{};  // when the server last answered anything: dates a hang, which an answer goes before

  const Of& operator[](Question question) const { return of[static_cast<std::size_t>(question)]; }
  Of& operator[](Question question) { return of[static_cast<std::size_t>(question)]; }
  bool operator==(const PollMemory&) const = default;
};

struct RoundTrip {
  std::vector<Question> questions;  // in the order of the results
  std::string sql;  // their statements joined for multi-statement sending, none behind the last
  // A grant counts only for connections made after it, so what was denied is asked on a fresh one. Where that
  // answers, the fresh connection has to take the place of the poll's own.
  bool on_fresh_connection = false;
  // Behind the others, which have been answered: when its deadline passes it is the statement that hangs.
  bool rare = false;

  bool operator==(const RoundTrip&) const = default;
};

inline constexpr Duration kRareInterval = std::chrono::seconds(60);
inline constexpr Duration kRefusedRetry = std::chrono::seconds(30);
inline constexpr Duration kFirstHangBackOff = std::chrono::seconds(5);
inline constexpr Duration kLastHangBackOff = std::chrono::seconds(60);
inline constexpr Duration kSlowAnswer = std::chrono::milliseconds(200);
inline constexpr Duration kLastSlowBackOff = std::chrono::seconds(30);

// The round trips of a poll at `now`: first the one of the questions that are well, then what is asked rarely
// and due, one by one, then each retry alone.
// Send them one after the other. Empty when nothing is due.
std::vector<RoundTrip> plan_poll(const Version& version, Roles roles, const PollMemory& memory, Instant now);

// The answer came. `took` is from the result before it (or the sending) to its own: the network is not in it
// twice. A slow source position is asked less often, so that our statement waits for at most a tenth of the
// time.
void note_answer(PollMemory& memory, Question question, Duration took, Instant now);

// The server answered with an error. The questions behind it in the same round trip were not answered: they
// are simply due again. Connection errors change nothing here.
void note_failure(PollMemory& memory, Question question, const Version& version, const Failure& failure,
                  Instant now);

// The deadline passed although an earlier statement was answered: left out until that connection is gone, or
// for a minute when nobody can say (the process list may be what hangs, or be refused).
void note_hang(PollMemory& memory, Question question, std::uint64_t connection_id);

// The server's connection ids as just seen, our own among them: a hung statement that is gone may be asked
// again after its back-off. Do not call it with a process list that the account may not see in full: its own
// threads always show.
void note_connections(PollMemory& memory, const std::vector<std::uint64_t>& ids, Instant now);

// The poll's own connection is a new one: grants and version may be others, so refusals and statement forms
// are tried afresh. Hangs stay.
void note_login(PollMemory& memory);

}  // namespace replwatch::mysql
