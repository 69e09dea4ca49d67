#include "probes/certificate/certificate.h"

#include <gtest/gtest.h>

#include "probes/text.h"
#include "probes/timestamp.h"
#include "tests/unit/certificate/made.h"

namespace replwatch::certificate {
namespace {

using namespace replwatch::testing;

TEST(Certificate, AHostCertificateWithItsChainAndKeyInOneFileIsReadInItsOrder) {
  const MadeKey ca, host;
  const auto read = parse_certificates("words before\n" + host.pem() +
                                       made_certificate(kHost, host, kCa, ca, "20291231235959Z") +
                                       made_certificate(kCa, ca, kCa, ca));
  ASSERT_TRUE(read) << read.error().text;
  ASSERT_EQ(read->size(), 2u);
  const Certificate& first = read->front();
  EXPECT_EQ(first.subject, "DC=es, DC=irisgrid, O=ifca, CN=host/server1.domain.one");
  EXPECT_EQ(first.issuer, "DC=es, DC=irisgrid, CN=IRISGridCA");
  EXPECT_EQ(first.serial, "1267");
  EXPECT_EQ(timestamp_text(first.not_before), "2020-01-01T00:00:00Z");
  EXPECT_EQ(timestamp_text(first.not_after), "2029-12-31T23:59:59Z");
  EXPECT_FALSE(first.self_issued);
  EXPECT_TRUE(read->back().self_issued);
  EXPECT_EQ(first.issuer_hash.size(), 8u);
  EXPECT_NE(first.issuer_hash, first.issuer_hash_old);
}

TEST(Certificate, AKeyMatchesItsOwnCertificateAndNoOther) {
  const MadeKey ca, host, other;
  const auto read = parse_certificates(made_certificate(kHost, host, kCa, ca));
  ASSERT_TRUE(read);
  EXPECT_EQ(parse_private_key(host.pem()).value_or(""), read->front().public_key);
  EXPECT_NE(parse_private_key(other.pem()).value_or(""), read->front().public_key);
}

TEST(Certificate, AnEncryptedKeyIsRefusedAndAsksNobody) {
  EXPECT_FALSE(parse_private_key(MadeKey().pem("secret")));
  EXPECT_FALSE(parse_private_key(""));
}

TEST(Certificate, NamesAreOneLineOfUtf8WhateverTheyHold) {
  const MadeKey key;
  const Name evil{{"O",
                   "Espa\xC3\xB1"
                   "a"},
                  {"CN", "a\nLOG5[9]: VERIFY OK"}};
  const auto read = parse_certificates(made_certificate(evil, key, evil, key));
  ASSERT_TRUE(read);
  const std::string& subject = read->front().subject;
  EXPECT_NE(subject.find("Espa\xC3\xB1"
                         "a"),
            subject.npos)
      << subject;
  EXPECT_EQ(subject.find('\n'), subject.npos);
  EXPECT_EQ(valid_utf8(subject), subject);
}

TEST(Certificate, ADateBeyondTheClockIsTheEndOfTheClock) {
  const MadeKey key;
  const auto read = parse_certificates(made_certificate(kCa, key, kCa, key, "99991231235959Z"));
  ASSERT_TRUE(read);
  EXPECT_EQ(timestamp_text(read->front().not_after), "2261-12-31T00:00:00Z");
}

TEST(Certificate, ACrlTellsItsIssuerAndItsNextUpdate) {
  const MadeKey ca;
  const auto crl = parse_crl(made_crl(kCa, ca, "20250102030405Z"));
  ASSERT_TRUE(crl) << crl.error().text;
  EXPECT_EQ(crl->issuer, "DC=es, DC=irisgrid, CN=IRISGridCA");
  EXPECT_EQ(timestamp_text(*crl->next_update), "2025-01-02T03:04:05Z");
}

TEST(Certificate, WhatIsNoneIsRefused) {
  const MadeKey key;
  std::string pem = made_certificate(kCa, key, kCa, key);
  EXPECT_FALSE(parse_crl(pem));
  EXPECT_FALSE(parse_certificates(made_crl(kCa, key, "20250102030405Z")));
  EXPECT_FALSE(parse_certificates(""));
  EXPECT_FALSE(parse_certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
  EXPECT_FALSE(parse_certificates(pem.substr(0, pem.size() / 2)));
  EXPECT_FALSE(parse_certificates(std::string(5000, '\x30')));
}

}  // namespace
}  // namespace replwatch::certificate
