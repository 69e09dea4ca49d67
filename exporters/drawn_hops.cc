#include "exporters/drawn_hops.h"

#include "exporters/answer_reading.h"
#include "exporters/text_table.h"

namespace replwatch::exporters {

namespace {

std::string drawn_state(const std::string& state, bool colour) {
  const auto paint = [colour](const char* of) { return colour ? of : ""; };
  if (state == "ok") return coloured("[ok]", paint("32"));
  if (state == "broken") return coloured("[X broken]", paint("31;1"));
  if (state == "suspect") return coloured("[! suspect]", paint("33"));
  return coloured("[? " + state + "]", paint("35"));
}

}  // namespace

std::string drawn_hops(const nlohmann::json& link, bool colour) {
  std::string drawn;
  for (const nlohmann::json& hop : list(link, "hops")) {
    const std::string name = text(hop, "hop");
    if (member(link, "tunnel").is_null() && name.starts_with("tunnel_")) continue;
    drawn += (drawn.empty() ? "" : " -> ") + name + " " + drawn_state(text(hop, "state"), colour);
  }
  return drawn;
}

}  // namespace replwatch::exporters
