// A certificate's subject as the contract writes it: comma form, in the certificate's order, one line of
// UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace replwatch::tunnel {

// Takes the slash form of stunnel up to 5.03 (split only where "/KEY=" stands, because a CN may hold a slash)
// and the comma form of 5.04 and later, which is kept.
std::string subject_in_comma_form(std::string_view written);

struct CertificateWords {
  int depth = 0;
  std::string_view subject;  // as written
};

// What stands behind "depth=" in lines on a certificate: "0, DN", "0, subject=DN" or "0: DN".
CertificateWords split_certificate_words(std::string_view words);

}  // namespace replwatch::tunnel
