// Reads an stunnel.conf and all that it includes.
#pragma once

#include <string>

#include "probes/tunnel/stunnel_conf.h"

namespace replwatch::tunnel {

// As stunnel does: of a folder that `include` names every file, in the order of the names. Fails where the
// file or one that it includes cannot be read, or where stunnel would refuse it; the text names the file.
Result<StunnelConf> look_at_stunnel_conf(const std::string& path);

}  // namespace replwatch::tunnel
