// Certificates, CRLs and keys made on the spot, as PEM texts.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "probes/certificate/openssl.h"

namespace replwatch::testing {

using Name = std::vector<std::pair<std::string, std::string>>;

class MadeKey {
 public:
  MadeKey() : key_(EVP_EC_gen("P-256")) {}
  EVP_PKEY* get() const { return key_.get(); }
  std::string pem(const char* pass_phrase = nullptr) const {
    const certificate::BioPtr out(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(out.get(), get(), pass_phrase == nullptr ? nullptr : EVP_aes_128_cbc(), nullptr,
                             0, nullptr, const_cast<char*>(pass_phrase));
    return text_of(out.get());
  }
  static std::string text_of(BIO* memory) {
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory, &text);
    return {text, static_cast<std::size_t>(size)};
  }

 private:
  certificate::KeyPtr key_;
};

inline X509_NAME* add(X509_NAME* into, const Name& name) {
  for (const auto& [kind, value] : name) {
    X509_NAME_add_entry_by_txt(into, kind.c_str(), MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(value.data()),
                               static_cast<int>(value.size()), -1, 0);
  }
  return into;
}

// `not_after` in the form of ASN.1: "20300101000000Z".
inline std::string made_certificate(const Name& subject, const MadeKey& key, const Name& issuer,
                                    const MadeKey& signer, const char* not_after = "20300101000000Z") {
  const certificate::X509Ptr x509(X509_new());
  X509_set_version(x509.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 4711);
  ASN1_TIME_set_string(X509_getm_notBefore(x509.get()), "20200101000000Z");
  ASN1_TIME_set_string(X509_getm_notAfter(x509.get()), not_after);
  add(X509_get_subject_name(x509.get()), subject);
  add(X509_get_issuer_name(x509.get()), issuer);
  X509_set_pubkey(x509.get(), key.get());
  if (X509_sign(x509.get(), signer.get(), EVP_sha256()) == 0) throw std::runtime_error("not signed");
  const certificate::BioPtr out(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(out.get(), x509.get());
  return MadeKey::text_of(out.get());
}

inline std::string made_crl(const Name& issuer, const MadeKey& signer, const char* next_update) {
  const certificate::CrlPtr crl(X509_CRL_new());
  const std::unique_ptr<X509_NAME, certificate::Freed<X509_NAME_free>> name(X509_NAME_new());
  X509_CRL_set_version(crl.get(), 1);
  X509_CRL_set_issuer_name(crl.get(), add(name.get(), issuer));
  const std::unique_ptr<ASN1_TIME, certificate::Freed<ASN1_TIME_free>> time(ASN1_TIME_new());
  ASN1_TIME_set_string(time.get(), "20200101000000Z");
  X509_CRL_set1_lastUpdate(crl.get(), time.get());
  ASN1_TIME_set_string(time.get(), next_update);
  X509_CRL_set1_nextUpdate(crl.get(), time.get());
  X509_CRL_sign(crl.get(), signer.get(), EVP_sha256());
  const certificate::BioPtr out(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509_CRL(out.get(), crl.get());
  return MadeKey::text_of(out.get());
}

inline const Name kCa{{"DC", "es"}, {"DC", "irisgrid"}, {"CN", "IRISGridCA"}};
inline const Name kHost{{"DC", "es"}, {"DC", "irisgrid"}, {"O", "ifca"}, {"CN", "host/server1.domain.one"}};

}  // namespace replwatch::testing
