#include "exporters/loss_reading.h"

#include <cmath>

#include "exporters/link_reading.h"
#include "exporters/words.h"
#include "probes/link/loss_statement.h"
#include "probes/text.h"
#include "probes/timestamp.h"

namespace replwatch::exporters {

namespace {

std::string bytes_at_the_latest_look(const LinkRecord& link, const View& view) {
  const double unreceived = unreceived_bytes(link, view), unapplied = unapplied_bytes(link, view);
  if (std::isnan(unreceived)) return "; how many bytes that is is not known";
  if (std::isnan(unapplied)) return "; at the latest look " + say_bytes(unreceived) + " not received";
  return "; at the latest look " + say_bytes(unreceived) + " not received and " + say_bytes(unapplied) +
         " received and not applied";
}

}  // namespace

LossReading loss_of(const LinkRecord& link, const View& view) {
  const link::LossStatement loss = link::loss_statement(link.evidence, link.findings);
  LossReading reading;
  reading.weakened_by = loss.weakened_by;
  const double exposure = exposure_seconds(link, view);
  if (!loss.unsaid.empty() || std::isnan(exposure) || !link.fresh_at) {
    const std::string why = loss.unsaid.empty() ? "the link has not been judged for too long" : loss.unsaid;
    reading.sentence = "What would be missing cannot be said, because " + one_line(why, 300) + ".";
    return reading;
  }
  reading.known = true;
  reading.sentence = "Everything committed and logged by " + timestamp_text(view.wall(*link.fresh_at)) +
                     " is on the replica; at most " + say_seconds(exposure) + " of writes are not" +
                     bytes_at_the_latest_look(link, view) + ".";
  return reading;
}

}  // namespace replwatch::exporters
