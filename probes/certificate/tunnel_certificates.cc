#include "probes/certificate/tunnel_certificates.h"

#include <algorithm>
#include <span>

#include "probes/text.h"

namespace replwatch::certificate {
namespace {

std::optional<Ending> earliest(std::span<const Certificate> certificates, Part part) {
  const auto first = std::ranges::min_element(certificates, {}, &Certificate::not_after);
  if (first == certificates.end()) return std::nullopt;
  return Ending{part, first->subject, first->not_after};
}

}  // namespace

std::optional<Ending> ending_of(const TunnelCertificates& c, Part part) {
  const std::span<const Certificate> host(c.host);
  switch (part) {
    case Part::host:
      return earliest(host.first(std::min<std::size_t>(1, host.size())), part);
    case Part::chain:
      return earliest(c.chain, part);
    case Part::peer:
      return earliest(c.peer, part);
    case Part::crl:
      break;
  }
  const auto& crls = c.checked_crls ? c.checked_crls : c.capath_crls;
  if (!crls || !crls->earliest || !crls->earliest->next_update) return std::nullopt;
  return Ending{part, crls->earliest->issuer, *crls->earliest->next_update};
}

std::optional<Ending> first_ending(const TunnelCertificates& certificates) {
  std::optional<Ending> first;
  for (const Part part : {Part::host, Part::chain, Part::peer, Part::crl}) {
    // A CRL that nobody reads breaks nothing.
    if (part == Part::crl && !certificates.checked_crls) continue;
    const auto ending = ending_of(certificates, part);
    if (ending && (!first || ending->at < first->at)) first = ending;
  }
  return first;
}

std::optional<bool> reads_crls_in_capath(std::string_view version) {
  const std::size_t dot = version.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view rest = version.substr(dot + 1);
  const auto major = parse_number<int>(version.substr(0, dot));
  const auto minor = parse_number<int>(rest.substr(0, rest.find_first_not_of("0123456789")));
  if (!major || !minor || *major < 0 || *minor < 0 || *major > 1000 || *minor > 1000) return std::nullopt;
  const int number = *major * 1000 + *minor;
  return number >= 4019 && number <= 5023;
}

}  // namespace replwatch::certificate
