#include "probes/io/certificate_files.h"

#include <gtest/gtest.h>

#include "tests/unit/certificate/made.h"
#include "tests/unit/io/folder.h"

namespace replwatch::io {
namespace {

using namespace replwatch::testing;

// A service with everything in one folder: host certificate, key, its CA and that CA's CRL.
struct Place {
  Folder folder;
  MadeKey ca, host;
  tunnel::StunnelConf conf;
  tunnel::Service service;
  std::string hash, old_hash;

  Place() {
    const std::string pem = made_certificate(kHost, host, kCa, ca);
    const auto read = certificate::parse_certificates(pem);
    hash = read->front().issuer_hash;
    old_hash = read->front().issuer_hash_old;
    folder.write("host.pem", pem, 0644);
    folder.write("key.pem", host.pem());
    folder.write(hash + ".r0", made_crl(kCa, ca, "20250102030405Z"), 0644);
    service.cert = folder.path("host.pem");
    service.key = folder.path("key.pem");
    service.ca_path = folder.path("");
    service.ca_path.pop_back();
  }
  void add_ca(const std::string& name) { folder.write(name, made_certificate(kCa, ca, kCa, ca), 0644); }
};

TEST(CertificateFiles, TheChainIsFoundInCapathByEitherHash) {
  Place place;
  const auto alone = CertificateFiles().look(place.conf, place.service);
  ASSERT_TRUE(alone) << alone.error().text;
  EXPECT_TRUE(alone->chain.empty());
  EXPECT_FALSE(alone->chain_complete);
  place.add_ca(place.old_hash + ".0");
  const auto old = CertificateFiles().look(place.conf, place.service);
  EXPECT_TRUE(old->chain_complete);
  EXPECT_TRUE(old->only_old_hash);
  place.add_ca(place.hash + ".0");
  const auto both = CertificateFiles().look(place.conf, place.service);
  EXPECT_TRUE(both->chain_complete);
  EXPECT_FALSE(both->only_old_hash);
}

TEST(CertificateFiles, AKeyThatIsNotTheCertificatesIsTold) {
  Place place;
  EXPECT_EQ(CertificateFiles().look(place.conf, place.service)->key->matches, true);
  place.folder.write("key.pem", MadeKey().pem());
  const auto look = CertificateFiles().look(place.conf, place.service);
  EXPECT_EQ(look->key->matches, false);
  EXPECT_EQ(look->key->mode, 0600u);
}

TEST(CertificateFiles, CrlsOfCapathAreNotThoseOfCrlpath) {
  Place place;
  auto look = CertificateFiles().look(place.conf, place.service);
  EXPECT_FALSE(look->checked_crls);
  ASSERT_TRUE(look->capath_crls && look->capath_crls->earliest);
  EXPECT_EQ(look->capath_crls->count, 1u);
  place.service.crl_path = place.service.ca_path;
  look = CertificateFiles().look(place.conf, place.service);
  ASSERT_TRUE(look->checked_crls);
  EXPECT_EQ(look->checked_crls->count, 1u);
}

TEST(CertificateFiles, AChangedFileIsReadAgainAndABrokenOneDoesNoHarm) {
  Place place;
  CertificateFiles files;
  const auto before = files.look(place.conf, place.service);
  EXPECT_EQ(files.look(place.conf, place.service)->host, before->host);
  place.folder.write("host.pem", made_certificate(kHost, place.host, kCa, place.ca, "20280101000000Z"), 0644);
  place.folder.write(place.hash + ".r0", "rubbish", 0644);
  const auto after = files.look(place.conf, place.service);
  EXPECT_NE(after->host.front().not_after, before->host.front().not_after);
  EXPECT_EQ(after->capath_crls->count, 0u);
  EXPECT_EQ(after->capath_crls->unreadable, 1u);
  place.folder.write("host.pem", "rubbish", 0644);
  EXPECT_EQ(files.look(place.conf, place.service).error().reason, Reason::malformed);
  place.folder.remove("host.pem");
  EXPECT_EQ(files.look(place.conf, place.service).error().reason, Reason::missing);
}

TEST(CertificateFiles, ARootKeyIsNotReadableForTheUserThatStunnelBecomes) {
  Place place;
  place.conf.setuid = "nobody";
  EXPECT_EQ(CertificateFiles().look(place.conf, place.service)->key->readable_after_setuid, false);
  place.folder.write("key.pem", place.host.pem(), 0644);
  EXPECT_EQ(CertificateFiles().look(place.conf, place.service)->key->readable_after_setuid, true);
}

}  // namespace
}  // namespace replwatch::io
