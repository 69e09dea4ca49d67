#include "probes/tunnel/surroundings.h"

#include <gtest/gtest.h>

namespace replwatch::tunnel {
namespace {

TEST(StartsStunnel, ACommentStartsNothing) {
  EXPECT_TRUE(starts_stunnel("#!/bin/sh\n/usr/sbin/stunnel /etc/stunnel/stunnel.conf\n"));
  EXPECT_TRUE(starts_stunnel("  [ -x /usr/bin/stunnel4 ] && stunnel4"));
  EXPECT_FALSE(starts_stunnel("#!/bin/sh\n# stunnel is started by its unit\nexit 0\n"));
  EXPECT_FALSE(starts_stunnel(""));
}

TEST(MakesFolder, ByTmpfilesUnitsAndScriptsUnderBothNamesOfRun) {
  const struct {
    std::string_view text, folder;
    bool made;
  } rows[] = {
      {"d /run/stunnel 0755 nobody nobody -", "/run/stunnel", true},
      {"d /var/run/stunnel 0755 nobody nobody -", "/run/stunnel", true},
      {"d /run/stunnel 0755 nobody nobody -", "/var/run/stunnel", true},
      {"[Service]\nRuntimeDirectory=stunnel\n", "/var/run/stunnel", true},
      {"[Service]\nRuntimeDirectory=a stunnel b\n", "/run/stunnel", true},
      {"  install -d -o stunnel4 /var/run/stunnel", "/run/stunnel", true},
      {"mkdir -p \"/run/stunnel/\"", "/run/stunnel", true},
      {"# d /run/stunnel 0755", "/run/stunnel", false},
      {"d /run/stunnel4 0755", "/run/stunnel", false},
      {"d /run/my/stunnel 0755", "/run/stunnel", false},
      {"RuntimeDirectory=stunnel-x", "/run/stunnel", false},
      {"Description=stunnel", "/run/stunnel", false},
      {"d /tmp/t 0755", "/tmp/t", true},
      {"", "/run/stunnel", false},
  };
  for (const auto& row : rows) EXPECT_EQ(makes_folder(row.text, row.folder), row.made) << row.text;
}

TEST(AccountOf, ByNameOrNumberAndNeverByHalf) {
  constexpr std::string_view kPasswd =
      "root:x:0:0:root:/root:/bin/bash\nbroken\nbad:x:a:b:c:d\nnobody:x:65534:65533:nobody:/:/bin/false\n";
  EXPECT_EQ(account_of(kPasswd, "nobody"), (Account{65534, 65533}));
  EXPECT_EQ(account_of(kPasswd, "65534"), (Account{65534, 65533}));
  for (const std::string_view name : {"nobod", "stunnel4", "", "bad", "x"}) {
    EXPECT_EQ(account_of(kPasswd, name), std::nullopt) << name;
  }
  EXPECT_EQ(group_of("root:x:0:\nnogroup:x:65534:\n", "nogroup"), 65534u);
  EXPECT_EQ(group_of("root:x:0:\nnogroup:x:-1:\n", "nogroup"), std::nullopt);
}

TEST(MayWrite, TheOwnersBitsThenTheGroupsThenTheOthers) {
  constexpr Account kNobody{65534, 65534};
  EXPECT_FALSE(may_write(0640, 0, 0, kNobody));
  EXPECT_FALSE(may_write(0755, 0, 0, kNobody)) << "a folder of root's";
  EXPECT_TRUE(may_write(0640, 65534, 0, kNobody));
  EXPECT_FALSE(may_write(0466, 65534, 65534, kNobody)) << "the owner has no more than the owner's bits";
  EXPECT_TRUE(may_write(0660, 0, 65534, kNobody));
  EXPECT_TRUE(may_write(0666, 0, 0, kNobody));
  EXPECT_TRUE(may_write(0400, 1, 1, {0, 0})) << "root";
}

}  // namespace
}  // namespace replwatch::tunnel
