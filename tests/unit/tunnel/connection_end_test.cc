#include "probes/tunnel/connection_end.h"

#include <gtest/gtest.h>

namespace replwatch::tunnel {
namespace {

TEST(ConnectionEnd, EveryVersionsWordsAreRead) {
  const struct {
    std::string_view words;
    ConnectionEnd end;
    bool reset;
  } rows[] = {
      {"closed: 164 bytes sent to SSL, 100 bytes sent to socket", {"closed", 164, 100}, false},
      {"reset: 0 byte(s) sent to SSL, 0 byte(s) sent to socket", {"reset", 0, 0}, true},
      {"closed: 18446744073709551615 byte(s) sent to TLS, 1 byte(s) sent to socket",
       {"closed", ~0ULL, 1},
       false},
      {"closed/reset: 1 byte(s) sent to TLS, 2 byte(s) sent to socket", {"closed/reset", 1, 2}, true},
      {"closed: 1 byte(s) sent to TLS, 2 byte(s) sent to socket: client 1.2.3.4:5", {"closed", 1, 2}, false},
      {"reset/closed: 1 byte(s) sent to TLS, 2 byte(s) sent to socket", {"reset/closed", 1, 2}, true},
  };
  for (const auto& row : rows) {
    const auto end = parse_connection_end(row.words);
    ASSERT_TRUE(end.has_value()) << row.words;
    EXPECT_EQ(*end, row.end) << row.words;
    EXPECT_EQ(end->is_reset(), row.reset) << row.words;
  }
}

TEST(ConnectionEnd, OtherWordsAreNoEnd) {
  for (const std::string_view words :
       {"", "closed", "closed: ", "closed/: 1 byte(s) sent to TLS, 2 byte(s) sent to socket",
        "opened: 1 byte(s) sent to TLS, 2 byte(s) sent to socket",
        "closed: -1 bytes sent to SSL, 0 bytes sent to socket", "closed: 1 byte(s) sent to TLS",
        "closed: 1 byte(s) sent to TLS, 2 byte(s) sent to socket and more",
        "closed: x byte(s) sent to TLS, 2 byte(s) sent to socket", "rejected: too many clients (>=5)",
        "from 10.0.0.1:5 REFUSED by libwrap",
        "closed: 99999999999999999999 bytes sent to SSL, 0 bytes sent to socket"}) {
    EXPECT_FALSE(parse_connection_end(words).has_value()) << words;
  }
}

}  // namespace
}  // namespace replwatch::tunnel
