// Certificates, CRLs and private keys read from PEM or DER text: whose they are, when they end, what belongs
// together. Pure; hostile bytes give a Failure (`malformed`), and no key asks anybody for a pass phrase.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/instant.h"
#include "probes/result.h"

namespace replwatch::certificate {

struct Certificate {
  std::string subject, issuer;  // comma form, in the certificate's order, one line of UTF-8
  std::string serial;           // hexadecimal, as `openssl x509 -serial` writes it
  WallTime not_before{}, not_after{};
  std::string fingerprint;  // SHA-256 of the whole
  std::string public_key;   // SHA-256 of the public key: equal to that of its private key
  // The issuer's names in a CApath without ".0": by SHA-1 (OpenSSL 1.0 and later) and by MD5 (before).
  std::string issuer_hash, issuer_hash_old;
  bool self_issued = false;  // subject and issuer are one
  bool operator==(const Certificate&) const = default;
};

struct Crl {
  std::string issuer;
  WallTime last_update{};
  std::optional<WallTime> next_update;
  bool operator==(const Crl&) const = default;
};

// All certificates of the text in their order; other PEM blocks are passed over. Fails when there is none.
Result<std::vector<Certificate>> parse_certificates(std::string_view text);
Result<Crl> parse_crl(std::string_view text);
// The hash of the public half of the first private key: what Certificate::public_key is compared with.
Result<std::string> parse_private_key(std::string_view text);

}  // namespace replwatch::certificate
