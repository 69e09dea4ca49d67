// Looks around an stunnel on its host, as far as any user may.
#pragma once

#include "probes/tunnel/stunnel_conf.h"
#include "probes/tunnel/surroundings.h"

namespace replwatch::tunnel {

Surroundings look_at_surroundings(const StunnelConf& conf);

}  // namespace replwatch::tunnel
