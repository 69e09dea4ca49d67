// A certificate's subject as the contract writes it: comma form, in the certificate's order, one line of
// UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace replwatch::tunnel {

// Takes the slash form of stunnel up to 5.03 (split only where "/KEY=" stands, because a CN may hold a slash)
// and the comma form of 5.04 and later, which is kept.
std::string subject_in_comma_form(std::string_view written);

}  // namespace replwatch::tunnel
