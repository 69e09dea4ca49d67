#include "probes/tunnel/look_surroundings.h"

#include <gtest/gtest.h>

#include "tests/unit/io/folder.h"

namespace replwatch::tunnel {
namespace {

StunnelConf with(std::string setuid, std::string output, std::string pid = "") {
  StunnelConf conf;
  conf.setuid = std::move(setuid);
  conf.output = std::move(output);
  conf.pid = std::move(pid);
  return conf;
}

TEST(LookAtSurroundings, ALogThatTheAccountMayNotWriteIsSeenWhetherItExistsOrNot) {
  const testing::Folder folder;  // 0700
  folder.write("open.log", "", 0666);
  folder.write("closed.log", "", 0600);
  const auto writable = [&](const char* setuid, const std::string& output) {
    return look_at_surroundings(with(setuid, output)).log_writable;
  };
  EXPECT_EQ(writable("nobody", folder.path("open.log")), true);
  EXPECT_EQ(writable("nobody", folder.path("closed.log")), false);
  EXPECT_EQ(writable("nobody", folder.path("new.log")), false);
  EXPECT_EQ(writable("root", folder.path("closed.log")), true);
  EXPECT_EQ(writable("", folder.path("closed.log")), std::nullopt);
  EXPECT_EQ(writable("no-such-account", folder.path("open.log")), std::nullopt);
  EXPECT_EQ(writable("nobody", folder.path("no/such/folder.log")), std::nullopt);
}

TEST(LookAtSurroundings, APidFileDirectlyInRunNeedsNoFolder) {
  EXPECT_EQ(look_at_surroundings(with("", "", "/run/stunnel.pid")).pid_folder_is_lost, std::nullopt);
  EXPECT_EQ(look_at_surroundings(with("", "", "")).pid_folder_is_lost, std::nullopt);
  EXPECT_EQ(look_at_surroundings(with("", "", "/proc/self/a.pid")).pid_folder_is_lost, false)
      << "not in memory";
}

}  // namespace
}  // namespace replwatch::tunnel
