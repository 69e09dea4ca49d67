#include "probes/tunnel/connection_lines.h"

#include <algorithm>

#include "probes/tunnel/connection_end.h"
#include "probes/tunnel/log_reasons.h"
#include "probes/tunnel/words.h"

namespace replwatch::tunnel {
namespace {

using std::string_view;

// The name before `deed`, if what stands there can be a service's name and what follows an address. A peer's
// words never begin a line; what could smuggle one in, a certificate's subject, has characters that a name
// may not have.
string_view service_before(string_view text, string_view deed, string_view& peer) {
  const std::size_t at = text.find(deed);
  if (at == string_view::npos || text.substr(0, at).find_first_of(":/=,\"") != string_view::npos) return {};
  peer = text.substr(at + deed.size());
  return peer.empty() || contains(peer, " ") || !is_digit(peer.back()) ? string_view{} : text.substr(0, at);
}

}  // namespace

bool ConnectionLines::take(const LogLine& line) {
  string_view words = line.text;
  switch (words.empty() ? '\0' : words[0]) {
    case 'C':
      if (eat(words, "Connection ")) return take_end(line, words);
      if (eat(words, "Certificate ")) return take_certificate(line, words);
      if (eat(words, "CERT: ")) return take_cert_check(line, words);
      if (eat(words, "CRL: ")) return take_crl_check(line, words);
      return eat(words, "CRL check failed: depth=") && refused(line, words);
    case 'S':
      return eat(words, "Service ") ? take_service(line, words) : take_tls(line);
    case 'V':
      return eat(words, "VERIFY ") && take_verify(line, words);
    case 'O':
      return eat(words, "OCSP") && take_ocsp(line, words);
    case 'R': {
      if (words.starts_with("Remote file descriptor out of range")) return unreached(line, "no_fd");
      const std::size_t at = eat(words, "Rejected by ") ? words.find(" at depth=") : string_view::npos;
      return at <= 4 && refused(line, words.substr(at + 10));
    }
    case 'F':
      if (words.starts_with("Found CRL ")) return refused_at_once(line, verify_reason(words));
      return words.starts_with("File descriptor out of range") && fold_.is_open(line.id) &&
             unreached(line, "no_fd");
    case 'I':
      return words.starts_with("Invalid signature on CRL") && refused_at_once(line, "other");
    case 'N':
      if (words != "No more addresses to connect") return false;
      fold_.backend_given_up(line, "other");
      return true;
    case 'e':
    case 'i':
      return take_tls(line);
    case 't':
      return take_transfer(line);
    case 'c':
    case 'r':
      return take_backend(line);
    case 's':
      return take_backend(line) || take_tls(line) || take_transfer(line);
    default:
      return false;
  }
}

bool ConnectionLines::take_certificate(const LogLine& line, string_view words) {
  if (eat(words, "accepted: depth=") || eat(words, "accepted at depth=")) return verified(line, words);
  if (eat(words, "check failed: depth=")) return refused(line, words);
  return words.starts_with("with serial ") && contains(words, " revoked per CRL") &&
         refused_at_once(line, "revoked");
}

bool ConnectionLines::take_cert_check(const LogLine& line, string_view words) {
  if (eat(words, "Pre-verification error: ") || eat(words, "Verification error: ")) {
    return refusal(line, verify_reason(words), true);
  }
  if (words == "Certificate not found in local repository" || words == "Subject checks failed") {
    return refusal(line, "other", true);
  }
  // Another key or name of the list may still match.
  const bool hint = words == "Public keys do not match" || words.starts_with("No matching ");
  return hint && refusal(line, "other", false);
}

bool ConnectionLines::take_crl_check(const LogLine& line, string_view words) {
  if (words.starts_with("Certificate with serial ")) return refusal(line, "revoked", true);
  if (words.starts_with("CRL Expired")) return refusal(line, "crl_expired", true);
  return words.starts_with("Invalid ") && refusal(line, "other", true);
}

bool ConnectionLines::take_ocsp(const LogLine& line, string_view words) {
  if (eat(words, " check failed: depth=")) return refused(line, words);
  if (words.starts_with(": Connecting ") || words.starts_with(": starting ")) fold_.asks_responder(line);
  const bool revoked = contains(words, "ertificate revoked") || contains(words, "(revoked)");
  return revoked && refusal(line, "revoked", false);
}

bool ConnectionLines::take_verify(const LogLine& line, string_view words) {
  if (eat(words, "OK: depth=")) return verified(line, words);
  const bool only_my = eat(words, "ERROR ONLY MY: no cert for ");
  if (!only_my && !eat(words, "ERROR: depth=")) return false;
  verification_seen_ = true;
  if (only_my) {
    fold_.refused_with_reason(line, "other", "0", words);
    return true;
  }
  const string_view depth = words.substr(0, words.find(','));
  const std::size_t error = words.find("error=");
  words.remove_prefix(error == string_view::npos ? 0 : error + 6);
  std::size_t name = words.find(": /");
  if (name == string_view::npos) name = words.find(": ");
  const string_view reason = words.substr(0, name);
  words.remove_prefix(name == string_view::npos ? words.size() : name + 2);
  fold_.refused_with_reason(line, verify_reason(reason), depth, words);
  return true;
}

bool ConnectionLines::take_service(const LogLine& line, string_view words) {
  constexpr string_view kIn = " accepted connection", kOut = " connected remote server from ";
  const bool bracketed = words.starts_with('[');
  const std::size_t end = bracketed ? words.find("] ") : std::min(words.find(kIn), words.find(kOut));
  if (end == string_view::npos) return false;
  const string_view name = words.substr(bracketed ? 1 : 0, bracketed ? end - 1 : end);
  words.remove_prefix(bracketed ? end + 1 : end);
  if (eat(words, kOut)) {
    fold_.backend_named(line, words);
    return true;
  }
  if (!eat(words, kIn) || !(words.empty() || eat(words, " from "))) return false;
  fold_.accepted(line, name, words);
  return true;
}

bool ConnectionLines::take_end(const LogLine& line, string_view words) {
  const auto end = parse_connection_end(words);
  if (end) fold_.ended(line, *end);
  return end.has_value();
}

bool ConnectionLines::take_tls(const LogLine& line) {
  string_view words = line.text;
  if (eat(words, "SSL_accept: ") || eat(words, "SSL_connect: ")) {
    verification_seen_ |= says_no_certificate(words) || says_certificate_refused(words);
    fold_.handshake_ended(line, words);
    return true;
  }
  if (words.starts_with("SSL_") && contains(words, ": ")) {
    fold_.tls_broken(line);
    return true;
  }
  if (words.starts_with("error queue: ") || words.starts_with("error stack: ")) {
    fold_.error_queued(line);
    return true;
  }
  if (!words.starts_with("init_ssl: ") && !words.starts_with("ssl_start: ") &&
      !words.starts_with("ssl_handshake")) {
    return false;
  }
  const bool timeout = contains(words, "TIMEOUTbusy exceeded") || words.ends_with("s_poll_wait timeout");
  if (timeout) fold_.handshake_failed(line, "timeout");
  return true;
}

bool ConnectionLines::take_transfer(const LogLine& line) {
  const string_view words = line.text;
  const bool idle = words.starts_with("s_poll_wait timeout: connection reset") ||
                    (words.starts_with("transfer") && contains(words, "TIMEOUTidle exceeded"));
  if (idle) fold_.idle_timeout(line);
  return idle;
}

bool ConnectionLines::take_backend(const LogLine& line) {
  string_view words = line.text;
  if (eat(words, "s_connect: ") || eat(words, "connect_blocking: ") || eat(words, "connect_wait: ")) {
    return take_connect(line, words);
  }
  const bool failed = words.starts_with("remote connect (") ||
                      (words.starts_with("remote socket: ") && !contains(words, " allocated ("));
  return failed && unreached(line, connect_reason(words));
}

// Behind "s_connect: " and its forerunners.
bool ConnectionLines::take_connect(const LogLine& line, string_view words) {
  if (words.starts_with("connecting ") || contains(words, "waiting ")) return true;
  if (words == "connected" || words.starts_with("connected ")) {
    fold_.backend_connected(line, words.substr(std::min<std::size_t>(words.size(), 10)));
    return true;
  }
  return unreached(line, connect_reason(words));
}

bool ConnectionLines::take_named_service(const LogLine& line) {
  if (!is_old_id(line.id)) return false;
  string_view peer;
  if (!service_before(line.text, " connected remote server from ", peer).empty()) {
    fold_.backend_named(line, peer);
    return true;
  }
  string_view name = service_before(line.text, " accepted connection from ", peer);
  if (name.empty()) name = service_before(line.text, " connected from ", peer);
  if (name.empty()) return false;
  fold_.accepted(line, name, peer);
  return true;
}

bool ConnectionLines::take_unresolved(const LogLine& line, string_view daemon_id) {
  if (line.text != "No host resolved" && line.text != "No remote host resolved") return false;
  const bool may_be_connection = !is_old_id(line.id) && !is_daemon_id(line.id) && line.id != daemon_id;
  if (!fold_.is_open(line.id) && !may_be_connection) return false;
  fold_.backend_given_up(line, "resolve");
  return true;
}

bool ConnectionLines::refusal(const LogLine& line, string_view reason, bool certain) {
  verification_seen_ = true;
  fold_.refusal_noted(line, reason, certain);
  return true;
}

bool ConnectionLines::refused(const LogLine& line, string_view depth_and_subject) {
  verification_seen_ = true;
  fold_.refused(line, depth_and_subject);
  return true;
}

bool ConnectionLines::refused_at_once(const LogLine& line, string_view reason) {
  verification_seen_ = true;
  fold_.refused_with_reason(line, reason, {}, {});
  return true;
}

bool ConnectionLines::verified(const LogLine& line, string_view depth_and_subject) {
  verification_seen_ = true;
  fold_.verified(line, depth_and_subject);
  return true;
}

bool ConnectionLines::unreached(const LogLine& line, string_view reason) {
  fold_.backend_unreached(line, reason);
  return true;
}

}  // namespace replwatch::tunnel
