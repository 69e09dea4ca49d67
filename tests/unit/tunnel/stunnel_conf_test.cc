#include "probes/tunnel/stunnel_conf.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace replwatch::tunnel {
namespace {

std::string fixture(std::string_view name) {
  std::ifstream file(std::string(REPLWATCH_SOURCE_DIR) + "/tests/fixtures/stunnel/" + std::string(name),
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

StunnelConf parsed(std::string_view text) {
  auto conf = parse_stunnel_conf(text);
  EXPECT_TRUE(conf.has_value()) << (conf ? "" : conf.error().text);
  return conf ? *conf : StunnelConf{};
}

TEST(StunnelConf, TheManualsMasterAsMeant) {
  const StunnelConf conf = parsed(fixture("man06-master-as-meant.conf"));
  EXPECT_EQ(conf.output, "/var/log/stunnel.log");
  EXPECT_EQ(conf.pid, "/var/run/stunnel/master.pid");
  EXPECT_EQ(conf.setuid, "nobody");
  EXPECT_EQ(conf.setgid, "nobody");
  EXPECT_EQ(conf.chroot, "");
  EXPECT_EQ(conf.debug, "");
  EXPECT_FALSE(conf.verify_hidden_in_comment);
  ASSERT_EQ(conf.services.size(), 1U);
  const Service& mysql = conf.services[0];
  EXPECT_EQ(mysql.name, "mysql");
  EXPECT_EQ(mysql.side, Side::server);
  EXPECT_EQ(mysql.accept, "3307");
  EXPECT_EQ(mysql.connect, std::vector<std::string>{"127.0.0.1:3306"});
  EXPECT_EQ(mysql.ca_path, "/etc/grid-security/certificates");
  EXPECT_EQ(mysql.cert, "/etc/grid-security/hostcert.pem");
  EXPECT_EQ(mysql.key, "/etc/grid-security/hostkey.pem");
  EXPECT_EQ(mysql.verify, 2);
  EXPECT_TRUE(mysql.verifies());
}

TEST(StunnelConf, TheManualsSlaveAsMeantIsAClient) {
  const StunnelConf conf = parsed(fixture("man06-slave-as-meant.conf"));
  ASSERT_NE(conf.service("mysql"), nullptr);
  EXPECT_EQ(conf.service("mysql")->side, Side::client);
  EXPECT_EQ(conf.service("mysql")->accept, "127.0.0.1:3307");
  EXPECT_TRUE(conf.service("mysql")->verifies());
}

TEST(StunnelConf, TheManualAsRenderedHidesVerifyInAComment) {
  const StunnelConf master = parsed(fixture("man06-master-as-rendered.conf"));
  EXPECT_TRUE(master.verify_hidden_in_comment);
  ASSERT_EQ(master.services.size(), 1U);
  EXPECT_FALSE(master.services[0].verifies());

  const StunnelConf slave = parsed(fixture("man06-slave-as-rendered.conf"));
  EXPECT_TRUE(slave.verify_hidden_in_comment);
  ASSERT_EQ(slave.services.size(), 1U);
  EXPECT_EQ(slave.services[0].name, "");
  EXPECT_EQ(slave.services[0].side, Side::server);
  EXPECT_EQ(slave.services[0].accept, "");
  EXPECT_EQ(slave.services[0].connect, std::vector<std::string>{"server1.domain.one:3307"});
  EXPECT_EQ(slave.setuid, "nobody setgid = nobody");
}

TEST(StunnelConf, LaterServicesInheritWhatStandsBeforeTheFirst) {
  const StunnelConf conf = parsed(fixture("two-services.conf"));
  EXPECT_TRUE(conf.syslog);
  EXPECT_FALSE(conf.foreground);
  EXPECT_EQ(conf.setuid, "");
  ASSERT_EQ(conf.services.size(), 2U);
  const Service* const lfc = conf.service("lfc");
  ASSERT_NE(lfc, nullptr);
  EXPECT_EQ(lfc->side, Side::client);
  EXPECT_EQ(lfc->cert, "/etc/ssl/host.pem");
  EXPECT_EQ(lfc->key, "/etc/ssl/host.pem");
  EXPECT_EQ(lfc->ca_file, "/etc/ssl/ca.pem");
  EXPECT_EQ(lfc->crl_path, "/etc/ssl/crl");
  EXPECT_EQ(lfc->connect.size(), 2U);
  EXPECT_EQ(lfc->check_host, std::vector<std::string>{"server1.domain.one"});
  EXPECT_TRUE(lfc->verify_chain);
  EXPECT_FALSE(lfc->verify.has_value());
  const Service* const voms = conf.service(" voms ");
  ASSERT_NE(voms, nullptr);
  EXPECT_EQ(voms->side, Side::server);
  EXPECT_EQ(voms->ca_file, "/etc/ssl/ca.pem");
  EXPECT_EQ(voms->crl_path, "");
  EXPECT_EQ(voms->key, "/etc/ssl/voms.key");
  EXPECT_EQ(voms->verify, 3);
  EXPECT_EQ(conf.service("none"), nullptr);
}

TEST(StunnelConf, AMarkBehindAValueBelongsToTheValue) {
  const StunnelConf conf =
      parsed("output = /var/log/a.log ; not a comment\npid=/run/a#b\n  # pid = /other\n;pid=x\n");
  EXPECT_EQ(conf.output, "/var/log/a.log ; not a comment");
  EXPECT_EQ(conf.pid, "/run/a#b");
}

TEST(StunnelConf, TheLastOfARepeatedOptionCountsAndListsGrow) {
  const StunnelConf conf =
      parsed("[a]\naccept=1\naccept=2\ncheckIP=1.2.3.4\ncheckip=1.2.3.5\ncheckEmail=a@b\n");
  EXPECT_EQ(conf.services.at(0).accept, "2");
  EXPECT_EQ(conf.services.at(0).check_ip.size(), 2U);
  EXPECT_EQ(conf.services.at(0).check_email.size(), 1U);
}

TEST(StunnelConf, IncludesAreNamedInOrder) {
  const StunnelConf conf =
      parsed("include = /etc/stunnel/conf.d\n[a]\naccept=1\ninclude = /etc/stunnel/more\n");
  EXPECT_EQ(conf.includes, (std::vector<std::string>{"/etc/stunnel/conf.d", "/etc/stunnel/more"}));
}

TEST(StunnelConf, AFileOfGlobalOptionsAloneHasNoService) {
  EXPECT_TRUE(parsed("pid = /run/a.pid\nforeground = quiet\n").services.empty());
  EXPECT_TRUE(parsed("foreground = quiet\n").foreground);
  EXPECT_TRUE(parsed("").services.empty());
}

TEST(StunnelConf, StunnelsEndingsAndOddSpacingAreRead) {
  const StunnelConf conf =
      parsed("  PID\t=  /run/a.pid  \r\n[x]\r\nACCEPT=1\r\nverifyPEER = Yes\r\nconnect = a = b");
  EXPECT_EQ(conf.pid, "/run/a.pid");
  EXPECT_EQ(conf.services.at(0).name, "x");
  EXPECT_TRUE(conf.services.at(0).verify_peer);
  EXPECT_EQ(conf.services.at(0).connect.at(0), "a = b");
}

TEST(StunnelConf, CommentsThatHideVerifyAreTold) {
  for (const std::string_view comment :
       {"# Authentication stuff verify = 2", "#verify=2", "; Verify = 4", "# x verifyChain = yes and more",
        "; verifyPeer=yes", "# verify = 0 verify = 2"}) {
    EXPECT_TRUE(parsed(comment).verify_hidden_in_comment) << comment;
  }
  for (const std::string_view comment :
       {"# verify", "# verify = 0", "# verify the host", "# reverify = 2", "# verifyChain = no",
        "# verify = two", "pid = # verify = 2", "# verifyDepth = 2", "# verify 2 ="}) {
    EXPECT_FALSE(parsed(comment).verify_hidden_in_comment) << comment;
  }
}

TEST(StunnelConf, WhatStunnelWouldRefuseIsRefusedWithItsLine) {
  const struct {
    std::string_view text, complaint;
  } rows[] = {
      {"pid = a\nrubbish\n", "line 2: no '=' in \"rubbish\""},
      {"[mysql\n", "line 1: no '=' in \"[mysql\""},
      {"client = maybe\n", "line 1: client is neither yes nor no: \"maybe\""},
      {"\n\n[a]\nverify = 5\n", "line 4: bad verify level \"5\""},
      {"verify = -1\n", "line 1: bad verify level \"-1\""},
      {"verify = 2 ; strict\n", "line 1: bad verify level \"2 ; strict\""},
      {"verify =\n", "line 1: bad verify level \"\""},
      {"[a]\nverifyChain = 1\n", "line 2: verifyChain is neither yes nor no: \"1\""},
      {"syslog = on", "line 1: syslog is neither yes nor no: \"on\""},
      {"foreground = loud", "line 1: foreground is neither yes nor no: \"loud\""},
      {"[a]\ndelay = 1", "line 2: delay is neither yes nor no: \"1\""},
      {"[a]\nTIMEOUTidle = 1m", "line 2: TIMEOUTidle is no number: \"1m\""},
      {"[a]\nsslVersion = TLSv1.9", "line 2: unknown protocol version \"TLSv1.9\""},
      {"sslVersionMin = SSLv3 ;", "line 1: unknown protocol version \"SSLv3 ;\""},
  };
  for (const auto& row : rows) {
    const auto conf = parse_stunnel_conf(row.text);
    ASSERT_FALSE(conf.has_value()) << row.text;
    EXPECT_EQ(conf.error().reason, Reason::malformed);
    EXPECT_EQ(conf.error().text, row.complaint);
  }
}

struct Included {
  const char* sentence;
  std::string_view text;
  std::string_view services;  // their names and what they accept
};

TEST(StunnelConf, AnIncludedFileGoesOnWhereTheLineStands) {
  const ReadInclude read = [](const std::string& folder) -> Result<std::vector<std::string>> {
    if (folder == "/accepts") return std::vector<std::string>{"accept = 1\n", "accept = 2\n"};
    if (folder == "/services")
      return std::vector<std::string>{"[b]\naccept = 3\n", "[c]\ninclude = /accepts"};
    if (folder == "/itself") return std::vector<std::string>{"include = /itself\n"};
    if (folder == "/bad") return std::vector<std::string>{"pid = a", "\nverify = 9"};
    return Failure{Reason::missing, folder + ": not there"};
  };
  const Included rows[] = {
      {"in a section, the last of a repeated option counts", "[a]\ninclude = /accepts\n", "a:2 "},
      {"before the sections it is a default", "include = /accepts\n[a]\n[b]\naccept=7", "a:2 b:7 "},
      {"sections of its own, and one within", "[a]\ninclude=/services\n", "a: b:3 c:2 "},
  };
  for (const Included& row : rows) {
    const auto conf = parse_stunnel_conf(row.text, read);
    ASSERT_TRUE(conf) << row.sentence << conf.error().text;
    std::string services;
    for (const Service& each : conf->services) services += each.name + ":" + each.accept + " ";
    EXPECT_EQ(services, row.services) << row.sentence;
  }
  EXPECT_EQ(parse_stunnel_conf("[a]\ninclude = /none", read).error().text,
            "line 2: include: /none: not there");
  EXPECT_EQ(parse_stunnel_conf("include = /bad", read).error().text,
            "line 1: include /bad: line 2: bad verify level \"9\"");
  EXPECT_NE(parse_stunnel_conf("include = /itself", read).error().text.find("more than ten deep"),
            std::string::npos);
}

TEST(StunnelConf, WhatIsAskedOfASubjectIsTold) {
  for (const std::string_view text :
       {"checkHost=a", "checkIP=::1", "checkEmail=a@b", "verifyPeer=yes", "verify=3"}) {
    EXPECT_TRUE(parsed(std::string("[a]\n").append(text)).services.at(0).checks_subject()) << text;
  }
  for (const std::string_view text : {"verify=2", "verifyChain=yes", "verifyPeer=no"}) {
    EXPECT_FALSE(parsed(std::string("[a]\n").append(text)).services.at(0).checks_subject()) << text;
  }
}

}  // namespace
}  // namespace replwatch::tunnel
