#include "probes/certificate/certificate.h"

#include <array>
#include <climits>
#include <functional>

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "probes/certificate/openssl.h"

namespace replwatch::certificate {
namespace {

constexpr std::size_t kMostCertificates = 2000;  // a bundle of all grid authorities has some hundred

Failure malformed(std::string text) {
  ERR_clear_error();  // or the next reader of OpenSSL's queue takes our trouble for its own
  return {Reason::malformed, std::move(text)};
}

std::string hex(const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (std::size_t i = 0; i < size; ++i) {
    out += kDigits[bytes[i] >> 4];
    out += kDigits[bytes[i] & 15];
  }
  return out;
}

// SHA-256 of what an i2d function of OpenSSL writes; "" when it writes nothing.
template <class Object, class Write>
std::string hash_of(Object* object, Write write) {
  unsigned char* der = nullptr;
  const int size = write(object, &der);
  if (size <= 0) return "";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned length = 0;
  const bool done =
      EVP_Digest(der, static_cast<std::size_t>(size), digest.data(), &length, EVP_sha256(), nullptr) == 1;
  OPENSSL_free(der);
  return done ? hex(digest.data(), length) : "";
}

std::string serial_of(const X509* x509) {
  const std::unique_ptr<BIGNUM, Freed<BN_free>> number(
      ASN1_INTEGER_to_BN(X509_get0_serialNumber(x509), nullptr));
  char* text = number ? BN_bn2hex(number.get()) : nullptr;
  std::string serial = text == nullptr ? "" : text;
  OPENSSL_free(text);
  return serial;
}

std::string file_hash(unsigned long hash) {
  std::array<unsigned char, 4> bytes;
  for (std::size_t i = 0; i < 4; ++i) bytes[i] = static_cast<unsigned char>(hash >> (24 - 8 * i));
  std::string text = hex(bytes.data(), bytes.size());
  for (char& c : text) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::optional<Certificate> certificate_of(X509* x509) {
  const auto not_before = time_of(X509_get0_notBefore(x509)), not_after = time_of(X509_get0_notAfter(x509));
  if (!not_before || !not_after) return std::nullopt;
  Certificate out;
  out.subject = name_text(X509_get_subject_name(x509));
  out.issuer = name_text(X509_get_issuer_name(x509));
  out.serial = serial_of(x509);
  out.not_before = *not_before;
  out.not_after = *not_after;
  out.fingerprint = hash_of(x509, i2d_X509);
  out.public_key = hash_of(X509_get_X509_PUBKEY(x509), i2d_X509_PUBKEY);
  out.issuer_hash = file_hash(X509_issuer_name_hash(x509));
  out.issuer_hash_old = file_hash(X509_issuer_name_hash_old(x509));
  out.self_issued = X509_NAME_cmp(X509_get_subject_name(x509), X509_get_issuer_name(x509)) == 0;
  return out;
}

// Calls `take(name, der)` for each PEM block until it returns false; a text without any is taken as DER.
using Take = std::function<bool(std::string_view name, const unsigned char* der, long size)>;
void each_block(std::string_view text, std::string_view name_of_der, const Take& take) {
  if (text.size() > INT_MAX) return;
  if (text.find("-----BEGIN ") == std::string_view::npos) {
    take(name_of_der, reinterpret_cast<const unsigned char*>(text.data()), static_cast<long>(text.size()));
    return;
  }
  const BioPtr memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  bool goes_on = memory != nullptr;
  while (goes_on) {
    char *name = nullptr, *header = nullptr;
    unsigned char* der = nullptr;
    long size = 0;
    if (PEM_read_bio(memory.get(), &name, &header, &der, &size) != 1) break;
    goes_on = take(name, der, size);
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_free(der);
  }
  ERR_clear_error();
}

int no_pass_phrase(char*, int, int, void*) { return -1; }

}  // namespace

Result<std::vector<Certificate>> parse_certificates(std::string_view text) {
  std::vector<Certificate> found;
  bool unreadable = false;
  each_block(text, "CERTIFICATE", [&](std::string_view name, const unsigned char* der, long size) {
    if (name != "CERTIFICATE" && name != "X509 CERTIFICATE" && name != "TRUSTED CERTIFICATE") return true;
    const X509Ptr x509(name == "TRUSTED CERTIFICATE" ? d2i_X509_AUX(nullptr, &der, size)
                                                     : d2i_X509(nullptr, &der, size));
    auto certificate = x509 ? certificate_of(x509.get()) : std::nullopt;
    unreadable = !certificate;
    if (certificate) found.push_back(std::move(*certificate));
    return !unreadable && found.size() < kMostCertificates;
  });
  if (unreadable) return malformed("a certificate that cannot be read");
  if (found.empty()) return malformed("no certificate");
  return found;
}

Result<Crl> parse_crl(std::string_view text) {
  std::optional<Crl> found;
  each_block(text, "X509 CRL", [&](std::string_view name, const unsigned char* der, long size) {
    if (name != "X509 CRL") return true;
    const CrlPtr crl(d2i_X509_CRL(nullptr, &der, size));
    const auto last = crl ? time_of(X509_CRL_get0_lastUpdate(crl.get())) : std::nullopt;
    if (last)
      found =
          Crl{name_text(X509_CRL_get_issuer(crl.get())), *last, time_of(X509_CRL_get0_nextUpdate(crl.get()))};
    return false;
  });
  if (!found) return malformed("no CRL that can be read");
  return std::move(*found);
}

Result<std::string> parse_private_key(std::string_view text) {
  if (text.size() > INT_MAX) return malformed("no private key");
  const BioPtr memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  const KeyPtr key(memory ? PEM_read_bio_PrivateKey(memory.get(), nullptr, no_pass_phrase, nullptr)
                          : nullptr);
  if (!key) return malformed("no private key that can be read without a pass phrase");
  return hash_of(key.get(), i2d_PUBKEY);
}

}  // namespace replwatch::certificate
