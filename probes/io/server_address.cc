#include "probes/io/server_address.h"

namespace replwatch::io {

std::string ServerAddress::text() const {
  return socket.empty() ? host + ":" + std::to_string(port) : socket;
}

}  // namespace replwatch::io
