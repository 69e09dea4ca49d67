#include "probes/certificate/tunnel_certificates.h"

#include <gtest/gtest.h>

namespace replwatch::certificate {
namespace {

WallTime day(int number) { return WallTime(std::chrono::hours(24 * number)); }

Certificate ends(const char* subject, int number) {
  Certificate certificate;
  certificate.subject = subject;
  certificate.not_after = day(number);
  return certificate;
}

CrlFolder crls(int number) { return {"/crl", 1, 0, Crl{"CN=CA", day(0), day(number)}}; }

TEST(TunnelCertificates, TheEarliestOfAllPartsEndsFirst) {
  TunnelCertificates c;
  EXPECT_FALSE(first_ending(c));
  c.host = {ends("CN=host", 30), ends("CN=sent along", 1)};
  EXPECT_EQ(first_ending(c), (Ending{Part::host, "CN=host", day(30)}));
  c.chain = {ends("CN=low", 40), ends("CN=root", 20)};
  EXPECT_EQ(first_ending(c), (Ending{Part::chain, "CN=root", day(20)}));
  c.peer = {ends("CN=peer", 15)};
  EXPECT_EQ(first_ending(c), (Ending{Part::peer, "CN=peer", day(15)}));
  c.checked_crls = crls(5);
  EXPECT_EQ(first_ending(c), (Ending{Part::crl, "CN=CA", day(5)}));
}

TEST(TunnelCertificates, ACrlThatNobodyReadsBreaksNothingAndKeepsItsDate) {
  TunnelCertificates c;
  c.host = {ends("CN=host", 30)};
  c.capath_crls = crls(5);
  EXPECT_EQ(first_ending(c)->part, Part::host);
  EXPECT_EQ(ending_of(c, Part::crl)->at, day(5));
}

TEST(TunnelCertificates, OnlySomeVersionsReadCrlsInCapath) {
  for (const char* reads : {"4.19", "4.29", "4.44", "4.56", "5.06", "5.23"})
    EXPECT_EQ(reads_crls_in_capath(reads), true) << reads;
  for (const char* ignores : {"4.15", "4.18", "5.24", "5.56", "5.68", "5.82b1"})
    EXPECT_EQ(reads_crls_in_capath(ignores), false) << ignores;
  for (const char* unknown : {"", "5", "x.y", "4.", "99999.1"})
    EXPECT_EQ(reads_crls_in_capath(unknown), std::nullopt) << unknown;
}

}  // namespace
}  // namespace replwatch::certificate
