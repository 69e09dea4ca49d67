// OpenSSL's objects, freed by themselves, and its names and times as plain values.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "probes/instant.h"

namespace replwatch::certificate {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using X509Ptr = std::unique_ptr<X509, Freed<X509_free>>;
using CrlPtr = std::unique_ptr<X509_CRL, Freed<X509_CRL_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using BioPtr = std::unique_ptr<BIO, Freed<BIO_free_all>>;

// As stunnel writes it since 5.04: comma form, in the certificate's order.
std::string name_text(const X509_NAME* name);
// Empty for a time that cannot be read; one beyond the year 2261 is the end of 2261.
std::optional<WallTime> time_of(const ASN1_TIME* time);

}  // namespace replwatch::certificate
