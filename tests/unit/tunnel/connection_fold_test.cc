#include "probes/tunnel/connection_fold.h"

#include <gtest/gtest.h>

#include "tests/unit/tunnel/stunnel_log.h"

namespace replwatch::tunnel {
namespace {

TEST(ConnectionFold, OneRefusedCertificateIsOneEventInEveryVersion) {
  expect_told({
      {"4.15",
       kOldId,
       {"5 mysql connected from 10.0.0.1:5",
        "4 VERIFY ERROR: depth=0, error=certificate has expired: /DC=es/CN=host/a",
        "3 SSL_accept: 140890B2: error:140890B2:SSL routines:SSL3_GET_CLIENT_CERTIFICATE:no certificate "
        "returned",
        "5 Connection reset: 0 bytes sent to SSL, 0 bytes sent to socket"},
       "accepted verify_failed:expired reset"},
      {"4.29",
       kOldId,
       {"5 mysql accepted connection from 10.0.0.1:5", "5 CRL: verification passed",
        "5 VERIFY OK: depth=1, /CN=CA", "4 VERIFY ERROR: depth=0, error=certificate is not yet valid: /CN=a",
        "3 SSL_accept: 14089086: error:14089086:SSL routines:SSL3_GET_CLIENT_CERTIFICATE:certificate verify "
        "failed",
        "5 Connection reset: 0 bytes sent to SSL, 0 bytes sent to socket"},
       "accepted verify_ok:1 verify_failed:not_yet_valid reset"},
      {"4.44",
       kOldId,
       {"5 Service mysql accepted connection from 10.0.0.1:5",
        "4 CERT: Verification error: self signed certificate", "4 Certificate check failed: depth=0, /CN=a",
        "3 error queue: 1408A0C1 : error:1408A0C1:x:y:z",
        "3 SSL_accept: 14089086: error:14089086:SSL routines:SSL3_GET_CLIENT_CERTIFICATE:certificate verify "
        "failed",
        "5 Connection reset: 0 bytes sent to SSL, 0 bytes sent to socket"},
       "accepted verify_failed:self_signed reset"},
      {"5.00",
       "140686193370816",
       {"5 Service [mysql] accepted connection from 10.0.0.1:5",
        "4 CERT: Verification error: unable to get local issuer certificate",
        "4 Certificate check failed: depth=0, subject=/CN=a",
        "3 SSL_accept: 14089086: error:14089086:SSL routines:SSL3_GET_CLIENT_CERTIFICATE:certificate verify "
        "failed",
        "5 Connection reset: 0 byte(s) sent to SSL, 0 byte(s) sent to socket"},
       "accepted verify_failed:unknown_ca reset"},
      {"5.06",
       "140686193370816",
       {"5 Service [mysql] accepted connection from 10.0.0.1:5",
        "4 CERT: Verification error: unsupported certificate purpose", "4 Rejected by CERT at depth=0: CN=a",
        "3 SSL_accept: 14089086: error:14089086:SSL routines:SSL3_GET_CLIENT_CERTIFICATE:certificate verify "
        "failed",
        "5 Connection reset: 0 byte(s) sent to SSL, 0 byte(s) sent to socket"},
       "accepted verify_failed:wrong_purpose reset"},
      {"5.56",
       "3",
       {"5 Service [mysql] accepted connection from 10.0.0.1:5",
        "4 CERT: Pre-verification error: certificate has expired", "4 Rejected by CERT at depth=0: CN=a",
        "3 SSL_accept: 1417C086: error:1417C086:SSL routines:tls_process_client_certificate:certificate "
        "verify failed",
        "5 Connection reset: 0 byte(s) sent to TLS, 0 byte(s) sent to socket"},
       "accepted verify_failed:expired reset"},
      {"5.74",
       "3",
       {"5 Service [mysql] accepted connection from 10.0.0.1:5",
        "4 CERT: Pre-verification error: certificate not found in local repository: self-signed certificate",
        "4 Rejected by CERT at depth=0: CN=a",
        "3 SSL_accept: tls_process_client_certificate@ssl/statem/statem_srvr.c:3708: error:0A000086:SSL "
        "routines::certificate verify failed",
        "5 Connection reset/closed: 0 byte(s) sent to TLS, 0 byte(s) sent to socket"},
       "accepted verify_failed:self_signed reset"},
      {"5.82, the client's side",
       "3",
       {"5 Service [mysql] accepted connection from 127.0.0.1:5", "5 s_connect: connected 10.0.0.1:3307",
        "5 Service [mysql] connected remote server from 10.0.0.2:6",
        "4 CERT: Pre-verification error: certificate is not yet valid or the system clock is incorrect",
        "4 Rejected by CERT at depth=0: CN=a",
        "3 SSL_connect: tls_post@x.c:1: error:0A000086:SSL routines::certificate verify failed: client "
        "127.0.0.1:5",
        "5 Connection closed/reset: 0 byte(s) sent to TLS, 0 byte(s) sent to socket"},
       "accepted backend_connected verify_failed:not_yet_valid reset"},
      {"subject checks",
       "3",
       {"5 Service [mysql] accepted connection from 127.0.0.1:5", "4 CERT: Subject checks failed",
        "4 Rejected by CERT at depth=0: CN=a", "3 SSL_connect: error:0A000086:x::certificate verify failed"},
       "accepted verify_failed:other"},
      {"redirect goes on verifying",
       "3",
       {"5 Service [mysql] accepted connection from 127.0.0.1:5",
        "4 CERT: Pre-verification error: unable to get local issuer certificate",
        "4 Rejected by CERT at depth=0: CN=a",
        "4 CERT: Pre-verification error: unable to verify the first certificate",
        "4 Rejected by CERT at depth=0: CN=a",
        "5 Connection closed: 5 byte(s) sent to TLS, 5 byte(s) sent to socket"},
       "accepted verify_failed:unknown_ca closed"},
      {"a trailing reason without its subject",
       "3",
       {"5 Service [mysql] accepted connection from 127.0.0.1:5",
        "4 CERT: Pre-verification error: certificate has expired"},
       "accepted verify_failed:expired"},
      {"level 3 hides all but the last",
       "3",
       {"3 SSL_accept: x.c:1: error:0A000086:SSL routines::certificate verify failed"},
       "verify_failed:other"},
  });
}

TEST(ConnectionFold, RevokedAndExpiredListsAreToldApartInEveryVersion) {
  const std::string_view refused =
      "3 SSL_accept: 14089086: error:14089086:SSL routines:SSL3_GET_CLIENT_CERTIFICATE:certificate verify "
      "failed";
  const std::string_view reset = "5 Connection reset: 0 bytes sent to SSL, 0 bytes sent to socket";
  expect_told({
      {"4.15 revoked",
       kOldId,
       {"5 mysql connected from 10.0.0.1:5", "5 CA CRL: Issuer: /CN=CA, lastUpdate: x, nextUpdate: y",
        "5 VERIFY OK: depth=1, /CN=CA",
        "5 Certificate with serial 4096 (0x1000) revoked per CRL from issuer /CN=CA", refused, reset},
       "accepted verify_ok:1 verify_failed:revoked reset"},
      {"4.29 expired list",
       kOldId,
       {"5 mysql accepted connection from 10.0.0.1:5",
        "4 Found CRL is expired - revoking all certificates until you get updated CRL", refused, reset},
       "accepted verify_failed:crl_expired reset"},
      {"4.44 revoked",
       kOldId,
       {"5 Service mysql accepted connection from 10.0.0.1:5", "5 Certificate accepted: depth=1, /CN=CA",
        "4 CRL: Certificate with serial 4096 (0x1000) revoked per CRL from issuer /CN=CA",
        "4 CRL check failed: depth=0, /CN=a", refused, reset},
       "accepted verify_ok:1 verify_failed:revoked reset"},
      {"4.56 expired list",
       kOldId,
       {"5 Service [mysql] accepted connection from 10.0.0.1:5",
        "4 CRL: CRL Expired - revoking all certificates", "4 CRL check failed: depth=1, /CN=CA", refused,
        reset},
       "accepted verify_failed:crl_expired reset"},
      {"5.06 revoked",
       "14068",
       {"5 Service [mysql] accepted connection from 10.0.0.1:5",
        "4 CRL: Certificate with serial 4096 (0x1000) revoked per CRL from issuer CN=CA",
        "4 Rejected by CRL at depth=0: CN=a", refused, reset},
       "accepted verify_failed:revoked reset"},
      {"5.82 revoked",
       "1",
       {"5 Service [mysql] accepted connection from 10.0.0.1:5",
        "4 CERT: Pre-verification error: certificate revoked", "4 Rejected by CERT at depth=0: CN=a", refused,
        reset},
       "accepted verify_failed:revoked reset"},
      {"5.68 expired list",
       "1",
       {"5 Service [mysql] accepted connection from 10.0.0.1:5",
        "4 CERT: Pre-verification error: CRL has expired", "4 Rejected by CERT at depth=0: CN=a", refused,
        reset},
       "accepted verify_failed:crl_expired reset"},
  });
}

TEST(ConnectionFold, NoCertificateIsARefusalToo) {
  expect_told({
      {"4.15",
       kOldId,
       {"5 mysql connected from 10.0.0.1:5",
        "3 SSL_accept: 140890C7: error:140890C7:SSL routines:SSL3_GET_CLIENT_CERTIFICATE:peer did not return "
        "a "
        "certificate",
        "5 Connection reset: 0 bytes sent to SSL, 0 bytes sent to socket"},
       "accepted verify_failed:no_certificate reset"},
      {"in the queue",
       "1",
       {"5 Service [mysql] accepted connection from 10.0.0.1:5",
        "3 error queue: x.c:1: error:0A0000C7:SSL routines::peer did not return a certificate",
        "3 SSL_accept: error:0A000197:SSL routines::something else"},
       "accepted verify_failed:no_certificate"},
  });
}

TEST(ConnectionFold, APeersAlertAboutOurCertificateIsNoHandshakeFailure) {
  const std::string_view reset = "5 Connection reset: 0 byte(s) sent to TLS, 0 byte(s) sent to socket";
  expect_told({
      {"TLS 1.2",
       "1",
       {"5 Service [mysql] accepted connection from 127.0.0.1:5",
        "3 SSL_connect: 14094415: error:14094415:SSL routines:SSL3_READ_BYTES:sslv3 alert certificate "
        "expired",
        reset},
       "accepted peer_rejected_us reset"},
      {"TLS 1.3 says it late",
       "1",
       {"5 Service [mysql] accepted connection from 127.0.0.1:5", "5 Certificate accepted at depth=0: CN=a",
        "3 SSL_read: x.c:1: error:0A000418:SSL routines::tlsv1 alert unknown ca", reset},
       "accepted verify_ok:0 peer_rejected_us reset"},
      {"the accepting side",
       kOldId,
       {"5 mysql connected from 10.0.0.1:5",
        "3 SSL_accept: 14094418: error:14094418:SSL routines:SSL3_READ_BYTES:tlsv1 alert unknown ca",
        "5 Connection reset: 0 bytes sent to SSL, 0 bytes sent to socket"},
       "accepted peer_rejected_us reset"},
      {"said twice",
       "1",
       {"3 SSL_read: error:1:SSL routines::sslv3 alert bad certificate",
        "3 SSL_shutdown: error:1:SSL routines::sslv3 alert bad certificate"},
       "peer_rejected_us"},
      {"an alert about something else",
       "1",
       {"3 SSL_connect: error:0A000410:SSL routines::sslv3 alert handshake failure"},
       "handshake_failed:other"},
      {"data may come to nothing for other reasons", "1", {"3 SSL_read: Connection reset by peer (104)"}, ""},
  });
}

TEST(ConnectionFold, AReusedIdBeginsAnewAtEachAcceptedLine) {
  EXPECT_EQ(
      told(log_of(kOldId, {"5 mysql connected from 10.0.0.1:5", "4 VERIFY ERROR: depth=0, error=x: /CN=a",
                           "5 mysql connected from 10.0.0.1:6", "4 VERIFY ERROR: depth=0, error=x: /CN=a",
                           "5 Connection reset: 0 bytes sent to SSL, 0 bytes sent to socket",
                           "3 SSL_accept: Peer suddenly disconnected"})),
      "accepted verify_failed:other accepted verify_failed:other reset handshake_failed:eof");
}

TEST(ConnectionFold, InterleavedConnectionsAreKeptApart) {
  const std::string log = log_of("1", {"5 Service [a] accepted connection from 10.0.0.1:1"}) +
                          log_of("2", {"5 Service [b] accepted connection from 10.0.0.1:2"}) +
                          log_of("1", {"4 CERT: Pre-verification error: certificate has expired"}) +
                          log_of("2", {"4 CERT: Pre-verification error: certificate revoked"}) +
                          log_of("2", {"4 Rejected by CERT at depth=0: CN=two"}) +
                          log_of("1", {"4 Rejected by CERT at depth=0: CN=one"});
  const auto events = events_of(log);
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(events[2].reason, "revoked");
  EXPECT_EQ(events[2].subject, "CN=two");
  EXPECT_EQ(events[2].service, "b");
  EXPECT_EQ(events[3].reason, "expired");
  EXPECT_EQ(events[3].subject, "CN=one");
  EXPECT_EQ(events[3].service, "a");
}

}  // namespace
}  // namespace replwatch::tunnel
