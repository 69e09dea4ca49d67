// One round trip to a server: several questions at once, each answer parsed or the reason why not.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "nagios/trace.h"
#include "probes/instant.h"
#include "probes/io/mariadb.h"
#include "probes/io/task.h"
#include "probes/mysql/statements.h"
#include "probes/mysql/table.h"
#include "probes/result.h"
#include "probes/sighting.h"

namespace replwatch::nagios {

struct Answer {
  Result<mysql::Table> table;
  Instant asked{}, answered{};
};

// Keeps an answer, parsed, or why there is none.
template <class T, class Parse>
void keep(Sighting<T>& sighting, const Answer& answer, Parse parse) {
  if (!answer.table) return sighting.failed(answer.table.error(), answer.asked, answer.answered);
  Result<T> value = parse(*answer.table);
  if (!value) return sighting.failed(value.error(), answer.asked, answer.answered);
  sighting.saw(std::move(*value), answer.asked, answer.answered);
}

// As many answers as questions, in their order. A statement that the server does not know is asked in its
// next form; one that it refuses leaves the others their turn; after anything worse the rest has the same
// failure.
io::Task<std::vector<Answer>> ask_round(io::MariaDb& server, const mysql::Version& version,
                                        std::span<const mysql::Question> questions, Instant deadline,
                                        std::vector<TraceLine>& trace);

}  // namespace replwatch::nagios
