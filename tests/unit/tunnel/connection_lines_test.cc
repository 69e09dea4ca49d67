#include "probes/tunnel/connection_lines.h"

#include <gtest/gtest.h>

#include "tests/unit/tunnel/stunnel_log.h"

namespace replwatch::tunnel {
namespace {

TEST(ConnectionLines, OtherHandshakeFailuresHaveTheirReason) {
  expect_told({
      {"4.15", kOldId, {"3 SSL_accept: Peer suddenly disconnected"}, "handshake_failed:eof"},
      {"3.x",
       "1",
       {"3 SSL_accept: x.c:1: error:0A000126:SSL routines::unexpected eof while reading"},
       "handshake_failed:eof"},
      {"4.15 timeout", kOldId, {"6 init_ssl: s_poll_wait timeout"}, "handshake_failed:timeout"},
      {"4.56 timeout",
       kOldId,
       {"6 init_ssl: s_poll_wait: TIMEOUTbusy exceeded: sending reset"},
       "handshake_failed:timeout"},
      {"5.74 timeout",
       "1",
       {"6 ssl_start: s_poll_wait: TIMEOUTbusy exceeded: sending reset"},
       "handshake_failed:timeout"},
      {"5.82 timeout",
       "1",
       {"6 ssl_handshake_poll: s_poll_wait: TIMEOUTbusy exceeded: sending reset"},
       "handshake_failed:timeout"},
      {"no timeout of a handshake", "1", {"6 s_read: s_poll_wait: TIMEOUTbusy exceeded: sending reset"}, ""},
  });
}

TEST(ConnectionLines, AFailedConnectIsOneEventOfItsConnection) {
  const std::string_view reset = "5 Connection reset: 0 byte(s) sent to TLS, 0 byte(s) sent to socket";
  expect_told({
      {"4.15",
       kOldId,
       {"5 mysql connected from 10.0.0.1:5", "3 connect_wait: getsockopt: Connection refused (111)",
        "5 Connection reset: 0 bytes sent to SSL, 0 bytes sent to socket"},
       "accepted connect_failed:refused reset"},
      {"4.15 at once",
       kOldId,
       {"3 remote connect (10.0.0.1:1): Network is unreachable (101)"},
       "connect_failed:unreachable"},
      {"4.15 timeout", kOldId, {"6 connect_wait: s_poll_wait timeout"}, "connect_failed:timeout"},
      {"4.29",
       kOldId,
       {"3 connect_blocking: getsockopt 10.0.0.1:1: Connection refused (111)"},
       "connect_failed:refused"},
      {"4.29 timeout",
       kOldId,
       {"3 connect_blocking: s_poll_wait 10.0.0.1:1: timeout"},
       "connect_failed:timeout"},
      {"4.56 timeout",
       kOldId,
       {"3 connect_blocking: s_poll_wait 10.0.0.1:1: TIMEOUTconnect exceeded"},
       "connect_failed:timeout"},
      {"two addresses, both refused",
       "1",
       {"3 s_connect: connect ::1:1: Connection refused (111)",
        "3 s_connect: connect 127.0.0.1:1: Connection refused (111)", "3 No more addresses to connect",
        reset},
       "connect_failed:refused reset"},
      {"two addresses, the second answers",
       "1",
       {"3 s_connect: connect ::1:1: Connection refused (111)", "5 s_connect: connected 127.0.0.1:1",
        "5 Service [mysql] connected remote server from 127.0.0.1:9", reset},
       "backend_connected reset"},
      {"descriptors",
       "1",
       {"5 Service [mysql] accepted connection from 10.0.0.1:5", "5 Certificate accepted at depth=0: CN=a",
        "3 remote socket: Too many open files (24)", reset},
       "accepted verify_ok:0 connect_failed:no_fd reset"},
      {"the name",
       "1",
       {"5 Service [mysql] accepted connection from 10.0.0.1:5",
        "3 Error resolving \"nowhere\": Neither nodename nor servname known (EAI_NONAME)",
        "3 No remote host resolved", reset},
       "accepted connect_failed:resolve reset"},
      {"the name, 4.15",
       kOldId,
       {"5 mysql connected from 10.0.0.1:5", "3 Error resolving 'nowhere': x", "3 No host resolved",
        "5 Connection reset: 0 bytes sent to SSL, 0 bytes sent to socket"},
       "accepted connect_failed:resolve reset"},
      {"the daemon's own name, 4.15", kOldId, {"3 Error resolving 'nowhere': x", "3 No host resolved"}, ""},
      {"the daemon's own name, 5.68",
       "ui",
       {"3 Error resolving \"nowhere\": x", "3 No remote host resolved"},
       ""},
      {"accepting met the limit, no connection did", "main", {"3 accept: Too many open files (24)"}, ""},
      {"the responder is no backend",
       "1",
       {"5 Service [mysql] accepted connection from 10.0.0.1:5",
        "5 OCSP: Connecting the AIA responder \"http://ocsp\"",
        "3 s_connect: connect 10.0.0.9:80: Connection refused (111)", "3 No more addresses to connect",
        "4 Rejected by OCSP at depth=0: CN=a", reset},
       "accepted verify_failed:other reset"},
  });
}

TEST(ConnectionLines, DescriptorsRunOutAndAreGivenOut) {
  expect_told({
      {"5.06, out of range", "1", {"3 remote socket: FD=400 out of range (max 400)"}, "connect_failed:no_fd"},
      {"4.15, out of range",
       kOldId,
       {"3 Remote file descriptor out of range (400>=400)"},
       "connect_failed:no_fd"},
      {"given out",
       "1",
       {"7 remote socket: FD=9 allocated (non-blocking mode)",
        "5 Connection reset: 0 byte(s) sent to TLS, 0 byte(s) sent to socket"},
       "reset"},
  });
}

TEST(ConnectionLines, AFailureThatWasToldIsNotToldAgainAsAHandshakes) {
  expect_told({
      {"refused, then the wait for the peer ends",
       "1",
       {"4 CERT: Pre-verification error: certificate has expired", "4 Rejected by CERT at depth=0: CN=a",
        "6 ssl_start: s_poll_wait: TIMEOUTbusy exceeded: sending reset"},
       "verify_failed:expired"},
      {"refused by the peer, then it is gone",
       "1",
       {"3 SSL_connect: error:1:SSL routines::sslv3 alert certificate expired",
        "3 SSL_connect: Peer suddenly disconnected"},
       "peer_rejected_us"},
  });
}

TEST(ConnectionLines, ABackendConnectsOnce) {
  expect_told({
      {"4.15 at level 7", kOldId, {"7 connect_wait: connected"}, "backend_connected"},
      {"4.19", kOldId, {"5 mysql connected remote server from 10.0.0.1:5"}, "backend_connected"},
      {"4.29",
       kOldId,
       {"5 connect_blocking: connected 10.0.0.1:1", "5 mysql connected remote server from 10.0.0.1:5"},
       "backend_connected"},
      {"4.44",
       kOldId,
       {"5 connect_blocking: connected 10.0.0.1:1",
        "5 Service mysql connected remote server from 10.0.0.1:5"},
       "backend_connected"},
      {"5.82",
       "1",
       {"6 s_connect: connecting 10.0.0.1:1", "7 s_connect: s_poll_wait 10.0.0.1:1: waiting 10 seconds",
        "5 s_connect: connected 10.0.0.1:1", "5 Service [mysql] connected remote server from 10.0.0.1:5"},
       "backend_connected"},
  });
}

TEST(ConnectionLines, StatusesAndBytesAreRead) {
  for (const auto& [status, kind] : {std::pair{"closed", EventKind::closed},
                                     {"reset", EventKind::reset},
                                     {"closed/reset", EventKind::reset},
                                     {"reset/closed", EventKind::reset}}) {
    for (const std::string_view unit : {"bytes sent to SSL, 7 bytes", "byte(s) sent to TLS, 7 byte(s)"}) {
      const std::string line =
          "5 Connection " + std::string(status) + ": 164 " + std::string(unit) + " sent to socket";
      const auto events = events_of(log_of("1", {line}));
      ASSERT_EQ(events.size(), 1U) << line;
      EXPECT_EQ(events[0].kind, kind) << line;
      EXPECT_EQ(events[0].reason, status);
      EXPECT_EQ(events[0].to_tls, 164U);
      EXPECT_EQ(events[0].to_socket, 7U);
    }
  }
}

}  // namespace
}  // namespace replwatch::tunnel
