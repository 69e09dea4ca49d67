// "If the source is lost now": the sentence for people, made at the moment of answering.
#pragma once

#include <string>
#include <vector>

#include "exporters/view.h"

namespace replwatch::exporters {

struct LossReading {
  bool known = false;    // false: the sentence says why nothing can be said
  std::string sentence;  // with its full stop
  std::vector<std::string> weakened_by;
};

LossReading loss_of(const LinkRecord& link, const View& view);

}  // namespace replwatch::exporters
