#include "probes/tunnel/log_reasons.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "probes/tunnel/log_event.h"

namespace replwatch::tunnel {
namespace {

struct Row {
  std::string_view text;
  std::string_view reason;
};

TEST(LogReasons, AVerificationsWordsOfEveryOpensslBecomeOneReason) {
  const Row rows[] = {
      {"certificate has expired", "expired"},
      {"certificate is not yet valid", "not_yet_valid"},
      {"certificate is not yet valid or the system clock is incorrect", "not_yet_valid"},
      {"unable to get local issuer certificate", "unknown_ca"},
      {"unable to get issuer certificate", "unknown_ca"},
      {"unable to verify the first certificate", "unknown_ca"},
      {"self signed certificate", "self_signed"},
      {"self-signed certificate", "self_signed"},
      {"self signed certificate in certificate chain", "self_signed"},
      {"certificate not found in local repository: self-signed certificate", "self_signed"},
      {"certificate revoked", "revoked"},
      {"CRL has expired", "crl_expired"},
      {"unsupported certificate purpose", "wrong_purpose"},
      {"unsuitable certificate purpose", "wrong_purpose"},
      {"unable to get certificate CRL", "other"},
      {"CRL is not yet valid", "other"},
      {"certificate signature failure", "other"},
      {"CA md too weak", "other"},
      {"", "other"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(verify_reason(row.text), row.reason) << row.text;
    EXPECT_NE(std::ranges::find(kVerifyReasons, verify_reason(row.text)), kVerifyReasons.end());
  }
}

TEST(LogReasons, AHandshakesWordsBecomeOneReason) {
  const Row rows[] = {
      {"Peer suddenly disconnected", "eof"},
      {"../ssl/record/rec_layer_s3.c:698: error:0A000126:SSL routines::unexpected eof while reading", "eof"},
      {"Success (0)", "eof"},
      {"Connection reset by peer (104)", "eof"},
      {"1407609C: error:1407609C:SSL routines:SSL23_GET_CLIENT_HELLO:http request", "not_tls"},
      {"error:0A00009B:SSL routines::https proxy request", "not_tls"},
      {"140760FC: error:140760FC:SSL routines:SSL23_GET_CLIENT_HELLO:unknown protocol", "not_tls"},
      {"ssl/record/ssl3_record.c:332: error:1408F10B:SSL routines:ssl3_get_record:wrong version number",
       "not_tls"},
      {"error:0A00010B:SSL routines::wrong version number: client 10.0.0.1:4", "not_tls"},
      {"1408A10B: error:1408A10B:SSL routines:SSL3_GET_CLIENT_HELLO:wrong version number",
       "protocol_version"},
      {"error:0A000102:SSL routines::unsupported protocol", "protocol_version"},
      {"error:0A00042E:SSL routines::tlsv1 alert protocol version", "protocol_version"},
      {"14094410: error:14094410:SSL routines:SSL3_READ_BYTES:sslv3 alert handshake failure", "other"},
      {"error:0A0000C1:SSL routines::no shared cipher", "other"},
      {"", "other"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(handshake_reason(row.text), row.reason) << row.text;
    EXPECT_NE(std::ranges::find(kHandshakeReasons, handshake_reason(row.text)), kHandshakeReasons.end());
  }
}

TEST(LogReasons, AConnectsWordsBecomeOneReason) {
  const Row rows[] = {
      {"connect 127.0.0.1:3306: Connection refused (111)", "refused"},
      {"s_poll_wait 10.0.0.1:3307: TIMEOUTconnect exceeded", "timeout"},
      {"s_poll_wait 10.0.0.1:3307: timeout", "timeout"},
      {"s_poll_wait timeout", "timeout"},
      {"connect 10.0.0.1:3307: Connection timed out (110)", "timeout"},
      {"connect 10.0.0.1:3307: No route to host (113)", "unreachable"},
      {"connect 10.0.0.1:3307: Network is unreachable (101)", "unreachable"},
      {"remote socket: Too many open files (24)", "no_fd"},
      {"connect 10.0.0.1:3307: Permission denied (13)", "other"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(connect_reason(row.text), row.reason) << row.text;
    EXPECT_NE(std::ranges::find(kConnectReasons, connect_reason(row.text)), kConnectReasons.end());
  }
}

TEST(LogReasons, OnlyAnAlertAboutACertificateMeansThatThePeerRefusedUs) {
  const Row rows[] = {
      {"error:0A000415:SSL routines::sslv3 alert certificate expired", "certificate expired"},
      {"error:0A000415:SSL routines::ssl/tls alert certificate expired: client 1.2.3.4:5",
       "certificate expired"},
      {"error:14094414:SSL routines:ssl3_read_bytes:sslv3 alert certificate revoked", "certificate revoked"},
      {"error:14094416:SSL routines:SSL3_READ_BYTES:sslv3 alert certificate unknown", "certificate unknown"},
      {"error:14094412:SSL routines:SSL3_READ_BYTES:sslv3 alert bad certificate", "bad certificate"},
      {"error:14094413:SSL routines:SSL3_READ_BYTES:sslv3 alert unsupported certificate",
       "unsupported certificate"},
      {"error:14094418:SSL routines:SSL3_READ_BYTES:tlsv1 alert unknown ca", "unknown ca"},
      {"error:0A00045C:SSL routines::tlsv13 alert certificate required", "certificate required"},
      {"error:14094410:SSL routines:SSL3_READ_BYTES:sslv3 alert handshake failure", ""},
      {"error:0A00042E:SSL routines::tlsv1 alert protocol version", ""},
      {"error:0A000438:SSL routines::tlsv1 alert internal error", ""},
      {"certificate has expired", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(certificate_alert(row.text), row.reason) << row.text;
}

}  // namespace
}  // namespace replwatch::tunnel
