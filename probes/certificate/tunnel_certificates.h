// What one stunnel service's certificate files hold, as plain values, and what of it ends first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/certificate/certificate.h"

namespace replwatch::certificate {

struct KeyFacts {
  std::string path;
  std::uint32_t mode = 0, uid = 0;
  std::optional<bool> matches;  // the certificate; empty when the key may not be read by us
  // ... by the user that stunnel becomes; empty when it stays who it is, or that user is not known
  std::optional<bool> readable_after_setuid;
  bool operator==(const KeyFacts&) const = default;
};

// The CRLs of one place. Those of one file under two names count once.
struct CrlFolder {
  std::string path;
  std::size_t count = 0, unreadable = 0;
  std::optional<Crl> earliest;  // by nextUpdate
  bool operator==(const CrlFolder&) const = default;
};

struct TunnelCertificates {
  WallTime read_at{};
  std::string file;                // of the host certificate; "" where the service has none, as a client may
  WallTime modified{};             // the file
  std::vector<Certificate> host;   // as in the file: the host's own first, then what is sent with it
  std::vector<Certificate> chain;  // from its issuer upwards, as far as found
  bool chain_complete = false;     // up to a self-issued one
  bool only_old_hash = false;      // an issuer is in CApath by its MD5 name alone, which OpenSSL 1.0+ ignores
  std::optional<WallTime> started;  // the running stunnel, by its pid file
  std::optional<KeyFacts> key;
  std::optional<CrlFolder> checked_crls;  // CRLpath or CRLfile: every version reads them
  std::optional<CrlFolder> capath_crls;   // in CApath: read by versions 4.19 to 5.23 only
  std::vector<Certificate> peer;          // as a handshake of ours showed it; else empty
  bool operator==(const TunnelCertificates&) const = default;
};

enum class Part { host, chain, peer, crl };
constexpr std::string_view code(Part part) {
  constexpr std::string_view kCodes[]{"host", "chain", "peer", "crl"};
  return kCodes[static_cast<std::size_t>(part)];
}

struct Ending {
  Part part{};
  std::string name;  // the subject, or the CRL's issuer
  WallTime at{};
  bool operator==(const Ending&) const = default;
};

// The earliest end of that part; empty when there is none or it is not known.
std::optional<Ending> ending_of(const TunnelCertificates& certificates, Part part);
// The earliest of all: when the link breaks unless somebody acts.
std::optional<Ending> first_ending(const TunnelCertificates& certificates);

// Whether stunnel of this version reads CRLs that lie in CApath; empty for a version that cannot be read.
std::optional<bool> reads_crls_in_capath(std::string_view version);

}  // namespace replwatch::certificate
