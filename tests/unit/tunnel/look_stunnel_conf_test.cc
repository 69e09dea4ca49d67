#include "probes/tunnel/look_stunnel_conf.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/unit/io/folder.h"

namespace replwatch::tunnel {
namespace {

TEST(LookAtStunnelConf, IncludedFilesAreReadInTheOrderOfTheirNames) {
  const testing::Folder folder;
  std::filesystem::create_directories(folder.path("d/sub"));
  folder.write("stunnel.conf", "include = " + folder.path("d") + "\n");
  folder.write("d/10-mysql.conf", "[mysql]\naccept = 3307\n");
  folder.write("d/00-global.conf", "client = yes\n");
  const auto conf = look_at_stunnel_conf(folder.path("stunnel.conf"));
  ASSERT_TRUE(conf) << conf.error().text;
  ASSERT_EQ(conf->services.size(), 1u);
  EXPECT_EQ(conf->services[0].side, Side::client);
  EXPECT_EQ(conf->services[0].accept, "3307");
}

TEST(LookAtStunnelConf, WhatFailsIsNamed) {
  const testing::Folder folder;
  folder.write("bad.conf", "\nverify = 7\n");
  folder.write("none.conf", "include = " + folder.path("none") + "\n");
  EXPECT_EQ(look_at_stunnel_conf(folder.path("absent")).error().reason, Reason::missing);
  EXPECT_EQ(look_at_stunnel_conf(folder.path("bad.conf")).error().text,
            folder.path("bad.conf") + ": line 2: bad verify level \"7\"");
  EXPECT_NE(look_at_stunnel_conf(folder.path("none.conf")).error().text.find("line 1: include: "),
            std::string::npos);
}

}  // namespace
}  // namespace replwatch::tunnel
