// Why a verification, handshake or connect failed, from the words of stunnel, OpenSSL (0.9.8 to 3.6) and the
// C library. The words move between versions, so they are matched as parts of the text; what is not known is
// "other".
#pragma once

#include <string_view>

namespace replwatch::tunnel {

// One of kVerifyReasons.
std::string_view verify_reason(std::string_view text);
// One of kHandshakeReasons, for what stands behind "SSL_accept: " or "SSL_connect: ".
std::string_view handshake_reason(std::string_view text);
// One of kConnectReasons.
std::string_view connect_reason(std::string_view text);
// The words behind "alert " when the peer sent an alert about our certificate; empty otherwise. A view of a
// constant.
std::string_view certificate_alert(std::string_view text);
// OpenSSL's generic words for a certificate that our side refused.
bool says_certificate_refused(std::string_view text);
bool says_no_certificate(std::string_view text);

}  // namespace replwatch::tunnel
