#include "probes/io/connect_options.h"

#include "probes/io/file.h"

namespace replwatch::io {

Result<Done> check_option_file(const ServerAddress& address) {
  if (address.defaults_file.empty()) return Done{};
  // The library goes on without a word when the file is missing, and reads one that everybody may change.
  const Result<FileFacts> facts = file_facts(address.defaults_file);
  if (!facts) return Failure{Reason::unreadable, facts.error().text, facts.error().number};
  if (open_to_others(*facts)) {
    return Failure{Reason::unreadable,
                   address.defaults_file + " is open to others: chmod 600 " + address.defaults_file};
  }
  return Done{};
}

void set_connect_options(MYSQL& connection, const ServerAddress& address) {
  const my_bool yes = 1, no = 0;
  const unsigned local_infile = 0;
  const unsigned long packet = kLargestAnswer;
  mysql_options(&connection, MYSQL_OPT_NONBLOCK, nullptr);
  mysql_options(&connection, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  if (!address.defaults_file.empty()) {
    mysql_options(&connection, MYSQL_READ_DEFAULT_FILE, address.defaults_file.c_str());
  }
  if (!address.defaults_group.empty()) {
    mysql_options(&connection, MYSQL_READ_DEFAULT_GROUP, address.defaults_group.c_str());
  }
  // A server may ask for our files otherwise.
  mysql_options(&connection, MYSQL_OPT_LOCAL_INFILE, &local_infile);
  mysql_options(&connection, MYSQL_OPT_MAX_ALLOWED_PACKET, &packet);
  mysql_options(&connection, MYSQL_OPT_RECONNECT, &no);
  if (address.tls == "required" || address.tls == "verify") {
    mysql_options(&connection, MYSQL_OPT_SSL_ENFORCE, &yes);
    // Without a file of its own each connection loads the system's whole bundle: 900 kB and 40 ms.
    if (!address.tls_ca.empty()) mysql_options(&connection, MYSQL_OPT_SSL_CA, address.tls_ca.c_str());
    mysql_options(&connection, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, address.tls == "verify" ? &yes : &no);
  }
  const unsigned protocol = address.socket.empty() ? MYSQL_PROTOCOL_TCP : MYSQL_PROTOCOL_SOCKET;
  mysql_options(&connection, MYSQL_OPT_PROTOCOL, &protocol);
}

}  // namespace replwatch::io
