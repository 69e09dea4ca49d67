#include "probes/tunnel/log_reasons.h"

#include <array>
#include <span>

namespace replwatch::tunnel {
namespace {

struct Words {
  std::string_view part;
  std::string_view reason;
};

// The first row whose words stand in the text wins, so the order matters: "CRL has expired" before "has
// expired".
constexpr std::array kVerifyWords = std::to_array<Words>({
    {"CRL has expired", "crl_expired"},
    {"CRL is expired", "crl_expired"},
    {"CRL Expired", "crl_expired"},
    {"CRL", "other"},
    {"ertificate has expired", "expired"},
    {"not yet valid", "not_yet_valid"},
    {"revoked", "revoked"},
    {"self signed", "self_signed"},
    {"self-signed", "self_signed"},
    {"unable to get local issuer", "unknown_ca"},
    {"unable to get issuer", "unknown_ca"},
    {"unable to verify the first", "unknown_ca"},
    {"certificate not trusted", "unknown_ca"},
    {"purpose", "wrong_purpose"},
    {"did not return a certificate", "no_certificate"},
});

constexpr std::array kHandshakeWords = std::to_array<Words>({
    {"suddenly disconnected", "eof"},
    {"unexpected eof", "eof"},
    {"Success (0)", "eof"},
    {"Connection reset by peer", "eof"},
    {"Broken pipe", "eof"},
    {"TIMEOUTbusy", "timeout"},
    {"timeout", "timeout"},
    {"timed out", "timeout"},
    {"http request", "not_tls"},
    {"https proxy request", "not_tls"},
    {"unknown protocol", "not_tls"},
    {"packet length too long", "not_tls"},
    {"alert protocol version", "protocol_version"},
    {"unsupported protocol", "protocol_version"},
    {"no protocols available", "protocol_version"},
    {"version too low", "protocol_version"},
    {"version too high", "protocol_version"},
    {"inappropriate fallback", "protocol_version"},
    {"wrong ssl version", "protocol_version"},
    {"unsupported ssl version", "protocol_version"},
    {"bad protocol version", "protocol_version"},
    // A fixed-version method of OpenSSL 1.0 met another version in a hello; in a record the bytes were no TLS
    // at all.
    {"HELLO:wrong version number", "protocol_version"},
    {"wrong version number", "not_tls"},
});

constexpr std::array kConnectWords = std::to_array<Words>({
    {"onnection refused", "refused"},
    {"TIMEOUTconnect", "timeout"},
    {"timed out", "timeout"},
    {"timeout", "timeout"},
    {"unreachable", "unreachable"},
    {"No route to host", "unreachable"},
    {"Host is down", "unreachable"},
    {"Too many open files", "no_fd"},
    {"out of range", "no_fd"},
    {"resolv", "resolve"},
});

// RFC 5246 and 8446, 7.2 and 6.2: the alerts that speak of the certificate we sent, or did not send.
constexpr std::array<std::string_view, 11> kCertificateAlerts{"bad certificate status response",
                                                              "bad certificate hash value",
                                                              "bad certificate",
                                                              "unsupported certificate",
                                                              "certificate revoked",
                                                              "certificate expired",
                                                              "certificate unknown",
                                                              "certificate required",
                                                              "unknown ca",
                                                              "access denied",
                                                              "no certificate"};

std::string_view look_up(std::span<const Words> table, std::string_view text) {
  for (const Words& row : table) {
    if (text.find(row.part) != std::string_view::npos) return row.reason;
  }
  return "other";
}

}  // namespace

std::string_view verify_reason(std::string_view text) { return look_up(kVerifyWords, text); }

std::string_view handshake_reason(std::string_view text) { return look_up(kHandshakeWords, text); }

std::string_view connect_reason(std::string_view text) { return look_up(kConnectWords, text); }

std::string_view certificate_alert(std::string_view text) {
  constexpr std::string_view kAlert = " alert ";
  const std::size_t at = text.find(kAlert);
  if (at == std::string_view::npos) return {};
  const std::string_view words = text.substr(at + kAlert.size());
  for (const std::string_view alert : kCertificateAlerts) {
    if (words.starts_with(alert)) return alert;
  }
  return {};
}

bool says_certificate_refused(std::string_view text) {
  return text.find("certificate verify failed") != std::string_view::npos ||
         text.find("no certificate returned") != std::string_view::npos;
}

bool says_no_certificate(std::string_view text) {
  return text.find("did not return a certificate") != std::string_view::npos;
}

}  // namespace replwatch::tunnel
