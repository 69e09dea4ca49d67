// Where a database server is and how to log in there. Plain values; apart from mariadb.h so that the
// configuration need not include the loop.
#pragma once

#include <cstdint>
#include <string>

namespace replwatch::io {

struct ServerAddress {
  std::string host;  // a name or an address; unused when `socket` is set
  std::uint16_t port = 3306;
  std::string socket;  // path of a UNIX socket
  bool ipv4_only = false;
  std::string defaults_file;   // MariaDB option file; its existence and mode are checked before connecting
  std::string defaults_group;  // one more group to read after [client]
  std::string user;            // "" = from the option file
  std::string password;        // used when `has_password`
  bool has_password = false;
  std::string tls;  // "" or "off", "required", "verify"
  std::string tls_ca;

  std::string text() const;  // "127.0.0.1:3307" or the socket's path: for messages

  bool operator==(const ServerAddress&) const = default;
};

}  // namespace replwatch::io
