#include "exporters/summary.h"

#include <array>

#include "exporters/link_reading.h"
#include "exporters/words.h"

namespace replwatch::exporters {

namespace {

std::string worst_link(const LinkRecord& link, const View& view) {
  return link.name + " (" + std::string(link::code(verdict_of(link, view).cause)) + ") for " +
         say_seconds(view.age(cause_since(link, view)));
}

std::string links(std::size_t number) { return std::to_string(number) + (number == 1 ? " link" : " links"); }

}  // namespace

Summary summarise(const View& view) {
  const std::vector<const LinkRecord*> ordered = worst_first(view);
  if (ordered.empty()) return {link::Severity::ok, "No link is configured."};
  std::array<std::size_t, link::kSeverities.size()> number{};
  for (const LinkRecord* link : ordered) ++number[static_cast<std::size_t>(verdict_of(*link, view).severity)];
  const link::Severity worst = verdict_of(*ordered.front(), view).severity;
  if (worst == link::Severity::ok)
    return {worst, ordered.size() == 1 ? "The link " + ordered.front()->name + " is ok."
                                       : "All " + links(ordered.size()) + " are ok."};
  std::string sentence;
  for (const auto severity : {link::Severity::critical, link::Severity::unknown, link::Severity::warning}) {
    const std::size_t so_many = number[static_cast<std::size_t>(severity)];
    if (so_many == 0) continue;
    if (sentence.empty())
      sentence = std::to_string(so_many) + " of " + links(ordered.size()) + " " +
                 std::string(link::code(severity)) + (so_many == 1 ? ": " : ", first: ") +
                 worst_link(*ordered.front(), view);
    else
      sentence += "; " + std::to_string(so_many) + " " + std::string(link::code(severity));
  }
  return {worst, sentence + "."};
}

}  // namespace replwatch::exporters
