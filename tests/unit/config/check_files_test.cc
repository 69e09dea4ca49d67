#include "agent/config/check_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "agent/config/load.h"

namespace replwatch::config {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class CheckFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              ("config_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    config_.state_directory = folder_;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string file(const std::string& name, fs::perms mode, const std::string& text = "[client]\n") {
    const fs::path path = folder_ / name;
    std::ofstream(path) << text;
    fs::permissions(path, mode);
    return path;
  }
  std::string missing() const { return folder_ / "missing"; }

  fs::path folder_;
  Config config_;
  Lines lines_{{"servers.a.defaults_file", 7}, {"servers.a.password_env", 8}, {"peers.p.password_env", 9}};
};

constexpr fs::perms kOwner = fs::perms::owner_read | fs::perms::owner_write;

TEST_F(CheckFiles, SecretsOfTheOwnerAndTheGroupAreFine) {
  config_.servers["a"].address.defaults_file = file("a.cnf", kOwner | fs::perms::group_read);
  config_.http.password_file = file("http", kOwner);
  const FileCheck found = check_files(config_, lines_);
  EXPECT_THAT(found.refused, IsEmpty());
  EXPECT_THAT(found.warned, IsEmpty());
}

TEST_F(CheckFiles, SecretsOpenToOthersAreRefusedWithTheCommandThatClosesThem) {
  const std::string path = file("a.cnf", kOwner | fs::perms::others_read);
  config_.servers["a"].address.defaults_file = path;
  EXPECT_THAT(
      check_files(config_, lines_).refused,
      ElementsAre(Problem{7, "servers.a.defaults_file", path + ": open to every user; chmod 600 " + path}));
}

TEST_F(CheckFiles, APasswordFileOfTheHttpServerIsASecretToo) {
  config_.http.password_file = file("http", kOwner | fs::perms::others_write);
  const FileCheck found = check_files(config_, lines_);
  ASSERT_EQ(found.refused.size(), 1u);
  EXPECT_EQ(found.refused[0].path, "http.password_file");
}

TEST_F(CheckFiles, SecretsThatAreMissingOrNoFileAreRefused) {
  config_.servers["a"].address.defaults_file = missing();
  const fs::path inner = folder_ / "folder";
  fs::create_directory(inner);
  fs::permissions(inner, fs::perms::owner_all);
  config_.servers["b"].address.defaults_file = inner;
  const FileCheck found = check_files(config_, lines_);
  ASSERT_EQ(found.refused.size(), 2u);
  EXPECT_EQ(found.refused[0].line, 7);
  EXPECT_THAT(found.refused[0].text, StartsWith(missing() + ": "));
  EXPECT_THAT(found.refused[0].text, HasSubstr("; make the file"));
  EXPECT_THAT(found.refused[1].text, HasSubstr("; as root: setfacl -m u:replwatch:r " + inner.string()));
}

// The monitor must come up in the midst of a fault, and tell of it.
TEST_F(CheckFiles, WhatATunnelOrTheStateLacksIsAWarningOnly) {
  config_.state_directory = missing();
  config_.tunnels["t"].stunnel_conf = missing();
  config_.tunnels["t"].log = {LogPlace::Kind::file, missing()};
  config_.tunnels["u"].stunnel_conf = file("stunnel.conf", kOwner | fs::perms::others_read);
  config_.tunnels["u"].log = {LogPlace::Kind::unit, "stunnel.service"};
  const FileCheck found = check_files(config_, lines_);
  EXPECT_THAT(found.refused, IsEmpty());
  std::vector<std::string> paths;
  for (const Problem& problem : found.warned) paths.push_back(problem.path);
  EXPECT_THAT(paths, ElementsAre("state_directory", "tunnels.t.stunnel_conf", "tunnels.t.log.file"));
  EXPECT_THAT(found.warned[0].text, HasSubstr("; as root: install -d -o replwatch -m 750 " + missing()));
}

TEST_F(CheckFiles, AStateDirectoryThatIsAFileIsToldApart) {
  config_.state_directory = file("state", kOwner);
  ASSERT_EQ(check_files(config_, lines_).warned.size(), 1u);
  EXPECT_THAT(check_files(config_, lines_).warned[0].text, HasSubstr("not a folder"));
}

TEST_F(CheckFiles, PasswordsComeFromTheEnvironmentAndAMissingOneIsTold) {
  config_.servers["a"].password_env = "A";
  config_.servers["b"].password_env = "EMPTY";
  config_.servers["c"].address.host = "h";
  config_.peers["p"].password_env = "P";
  const auto environment = [](const std::string& name) -> std::optional<std::string> {
    if (name == "EMPTY") return "";
    if (name == "P") return "s3cret";
    return std::nullopt;
  };
  const std::vector<Problem> problems = take_passwords(config_, lines_, environment);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].line, 8);
  EXPECT_EQ(problems[0].path, "servers.a.password_env");
  EXPECT_THAT(problems[0].text, HasSubstr("no variable A;"));
  EXPECT_FALSE(config_.servers["a"].address.has_password);
  EXPECT_TRUE(config_.servers["b"].address.has_password);
  EXPECT_EQ(config_.servers["b"].address.password, "");
  EXPECT_FALSE(config_.servers["c"].address.has_password);
  EXPECT_EQ(config_.peers["p"].password, "s3cret");
}

class LoadConfig : public CheckFiles {
 protected:
  static std::optional<std::string> no_environment(const std::string&) { return std::nullopt; }
};

TEST_F(LoadConfig, AGoodFileIsLoadedAndItsWarningsAreLines) {
  const std::string path =
      file("c.json", kOwner,
           "{\"servers\": {\"a\": {\"host\": \"h\"}},\n\"state_directory\": \"" + missing() + "\"}");
  const Loaded loaded = load_config(path, no_environment);
  EXPECT_TRUE(loaded.config);
  EXPECT_THAT(loaded.errors, IsEmpty());
  EXPECT_THAT(loaded.warnings,
              ElementsAre(StartsWith(path + ":2: state_directory: " + missing() + ": missing")));
}

TEST_F(LoadConfig, AMissingFileIsToldWithTheRemedy) {
  const Loaded loaded = load_config(missing(), no_environment);
  EXPECT_FALSE(loaded.config);
  ASSERT_EQ(loaded.errors.size(), 1u);
  EXPECT_THAT(loaded.errors[0], StartsWith(missing() + ": "));
  EXPECT_THAT(loaded.errors[0], HasSubstr("--config"));
}

TEST_F(LoadConfig, ABadFileNamesItselfInEveryLine) {
  const std::string path = file("c.json", kOwner, "{\"servers\": {},\n\"x\": 1}");
  const Loaded loaded = load_config(path, no_environment);
  EXPECT_FALSE(loaded.config);
  EXPECT_THAT(loaded.errors, ElementsAre(StartsWith(path + ":1: servers: "), StartsWith(path + ":2: x: ")));
}

TEST_F(LoadConfig, SecretsThatAreNotThereRefuseTheFile) {
  const std::string path = file("c.json", kOwner,
                                "{\"servers\": {\"a\": {\"host\": \"h\", \"defaults_file\": \"" + missing() +
                                    "\"},\n\"b\": {\"host\": \"h\", \"password_env\": \"B\"}}}");
  const Loaded loaded = load_config(path, no_environment);
  EXPECT_FALSE(loaded.config);
  EXPECT_THAT(loaded.errors, ElementsAre(StartsWith(path + ":1: servers.a.defaults_file: "),
                                         StartsWith(path + ":2: servers.b.password_env: ")));
}

}  // namespace
}  // namespace replwatch::config
