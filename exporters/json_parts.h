// The parts of the JSON answers, one object per configured thing. Unknown is null; nothing throws.
#pragma once

#include <nlohmann/json.hpp>

#include "exporters/view.h"

namespace replwatch::exporters {

using Json = nlohmann::ordered_json;

// A number to the millisecond, or null when not known.
Json number_or_null(double number);
Json yes_or_null(double yes);                // of 0, 1 or NaN
Json text_or_null(const std::string& text);  // null when ""
Json age_or_null(std::optional<Instant>, const View& view);
template <class T>
Json known_age(const Sighting<T>& sighting, const View& view) {
  return age_or_null(sighting.value ? std::optional(sighting.answered) : std::nullopt, view);
}
// {reason, number, text when local}, or null.
Json failure_object(const std::optional<Failure>& failure, bool local);

Json findings_array(const std::vector<link::Finding>& findings);
Json link_object(const LinkRecord& link, const View& view, bool local);
Json server_object(const ServerRecord& server, const View& view, bool local);
Json tunnel_object(const TunnelRecord& tunnel, const View& view, bool local);
Json probe_object(const ProbeRecord& probe, const View& view, bool local);

}  // namespace replwatch::exporters
