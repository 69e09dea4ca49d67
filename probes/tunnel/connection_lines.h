// Tells what the lines of connections say, in the words of every version of stunnel, and hands them to
// ConnectionFold.
#pragma once

#include <string_view>

#include "probes/tunnel/connection_fold.h"
#include "probes/tunnel/log_line.h"

namespace replwatch::tunnel {

class ConnectionLines {
 public:
  explicit ConnectionLines(const EventSink*& sink) : fold_(sink) {}

  // Whether the line is one about a connection; the fold has it then.
  bool take(const LogLine& line);
  // Up to 4.29 a service's bare name begins some lines; to be asked last.
  bool take_named_service(const LogLine& line);
  // No address for the backend; false when the daemon itself resolved.
  bool take_unresolved(const LogLine& line, std::string_view daemon_id);
  bool verification_seen() const { return verification_seen_; }
  ConnectionFold& fold() { return fold_; }
  const ConnectionFold& fold() const { return fold_; }

 private:
  bool take_certificate(const LogLine& line, std::string_view words);
  bool take_cert_check(const LogLine& line, std::string_view words);
  bool take_crl_check(const LogLine& line, std::string_view words);
  bool take_ocsp(const LogLine& line, std::string_view words);
  bool take_verify(const LogLine& line, std::string_view words);
  bool take_service(const LogLine& line, std::string_view words);
  bool take_end(const LogLine& line, std::string_view words);
  bool take_tls(const LogLine& line);
  bool take_transfer(const LogLine& line);
  bool take_backend(const LogLine& line);
  bool take_connect(const LogLine& line, std::string_view words);

  bool refusal(const LogLine& line, std::string_view reason, bool certain);
  bool refused(const LogLine& line, std::string_view depth_and_subject);
  bool refused_at_once(const LogLine& line, std::string_view reason);
  bool verified(const LogLine& line, std::string_view depth_and_subject);
  bool unreached(const LogLine& line, std::string_view reason);

  ConnectionFold fold_;
  bool verification_seen_ = false;
};

}  // namespace replwatch::tunnel
