// What a link's record says at the moment of answering. Numbers are NaN when not known, also when what they
// were judged from has become too old: nothing here is ever frozen.
#pragma once

#include <vector>

#include "exporters/view.h"

namespace replwatch::exporters {

// The verdict while its evidence lives; after that `blind`, because nobody has judged the link since.
const link::Verdict& verdict_of(const LinkRecord& link, const View& view);
Instant cause_since(const LinkRecord& link, const View& view);

double staleness_seconds(const LinkRecord& link, const View& view);
double lag_seconds(const LinkRecord& link, const View& view);
double exposure_seconds(const LinkRecord& link, const View& view);
double unreceived_bytes(const LinkRecord& link, const View& view);
double unapplied_bytes(const LinkRecord& link, const View& view);

// What counts of a finding: its severity, none when the link does not have it or accepts it.
link::FindingSeverity counted(const std::vector<link::Finding>& findings, link::FindingCode code);

// The channel at the replica. Not known: neither; known and not configured: `known` alone.
struct ChannelReading {
  bool known = false;
  const mysql::ReplicaStatus* row = nullptr;
};
ChannelReading channel_of(const LinkRecord& link, const View& view);

// Critical first, then unknown, warning, ok; the longest first among equals, then by name.
std::vector<const LinkRecord*> worst_first(const View& view);

}  // namespace replwatch::exporters
