#include "agent/targets.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace replwatch::agent {
namespace {

using namespace std::chrono_literals;
using config::Config;

// The manual's pair as its replica's host watches it: the source through the tunnel.
Config man06() {
  Config config;
  config.servers["master"].address.host = "127.0.0.1";
  config.servers["master"].address.port = 3307;
  config.servers["slave"].address.socket = "/run/mysqld/mysqld.sock";
  config.tunnels["mysql"] = {"/etc/stunnel/stunnel.conf", "mysql", {}};
  auto& link = config.links["lfc"];
  link.source = "master";
  link.replica = "slave";
  link.tunnel = "mysql";
  link.site = "INGRID";
  link.databases = {"DB_1"};
  link.staleness = {30s, 90s};
  config.intervals = {2s, 3s, 4s, 60s, 1s};
  config.deadline = 5s;
  return config;
}

const ServerTarget& server(const Targets& targets, const std::string& name) {
  return *std::ranges::find(targets.servers, name, &ServerTarget::name);
}

TEST(Targets, EachServerHasTheRolesAndTheIntervalOfItsLinks) {
  Config config = man06();
  config.servers["idle"].address.host = "server3.domain.one";
  config.servers["both"].address.host = "server4.domain.one";
  config.links["first"] = {};
  config.links["first"].source = "master";
  config.links["first"].replica = "both";
  config.links["second"].source = "both";
  config.links["second"].replica = "slave";
  const Targets targets = targets_of(config);
  ASSERT_EQ(targets.servers.size(), 4u);
  EXPECT_TRUE(server(targets, "master").roles.source);
  EXPECT_FALSE(server(targets, "master").roles.replica);
  EXPECT_EQ(server(targets, "master").interval, 3s);
  EXPECT_FALSE(server(targets, "slave").roles.source);
  EXPECT_TRUE(server(targets, "slave").roles.replica);
  EXPECT_EQ(server(targets, "slave").interval, 2s);
  EXPECT_TRUE(server(targets, "both").roles.source && server(targets, "both").roles.replica);
  EXPECT_EQ(server(targets, "both").interval, 2s) << "the shorter one";
  EXPECT_TRUE(server(targets, "idle").roles.source) << "without a link it stands at a source";
  for (const ServerTarget& each : targets.servers) EXPECT_EQ(each.deadline, 5s);
}

TEST(Targets, ALinkKeepsEverythingThatItsConfigurationSays) {
  Config config = man06();
  config.links["lfc"].channel = "voms";
  config.links["lfc"].peer = "there";
  config.links["lfc"].accept["replica_writable"] = {"for the tests", WallTime(1000s)};
  const LinkTarget link = targets_of(config).links.at(0);
  EXPECT_EQ(link.name, "lfc");
  EXPECT_EQ(link.source, "master");
  EXPECT_EQ(link.replica, "slave");
  EXPECT_EQ(link.channel, "voms");
  EXPECT_EQ(link.tunnel, "mysql");
  EXPECT_EQ(link.site, "INGRID");
  EXPECT_EQ(link.peer, "there");
  EXPECT_EQ(link.databases, std::vector<std::string>{"DB_1"});
  EXPECT_EQ(link.limits.staleness_warning, 30s);
  EXPECT_EQ(link.limits.staleness_critical, 90s);
  EXPECT_EQ(link.limits.replica_interval, 2s);
  EXPECT_EQ(link.limits.source_interval, 3s);
  EXPECT_EQ(link.limits.sockets_interval, 4s);
  EXPECT_EQ(link.limits.deadline, 5s);
  EXPECT_EQ(link.accept.at("replica_writable").reason, "for the tests");
  EXPECT_EQ(link.accept.at("replica_writable").until, WallTime(1000s));
}

TEST(Targets, OnlyALocalAddressCanBeTheTunnels) {
  const std::pair<const char*, bool> hosts[] = {{"127.0.0.1", true}, {"127.0.0.53", true},
                                                {"localhost", true}, {"::1", true},
                                                {"10.0.0.1", false}, {"server1.domain.one", false}};
  for (const auto& [host, local] : hosts) {
    Config config = man06();
    config.servers["master"].address.host = host;
    const LinkTarget link = targets_of(config).links.at(0);
    EXPECT_EQ(link.source_via_tunnel, local) << host;
    EXPECT_EQ(link.source_port, 3307) << host;
  }
  Config without = man06(), by_socket = man06();
  without.links["lfc"].tunnel.clear();
  by_socket.servers["master"].address.socket = "/run/mysqld/mysqld.sock";
  EXPECT_FALSE(targets_of(without).links.at(0).source_via_tunnel);
  EXPECT_FALSE(targets_of(by_socket).links.at(0).source_via_tunnel);
}

TEST(Targets, WhatAPeerLooksAtIsNotLookedAtHere) {
  Config config = man06();
  config.servers["master"].via = "there";
  const Targets targets = targets_of(config);
  EXPECT_EQ(targets.servers.size(), 1u);
  EXPECT_FALSE(targets.links.at(0).source_configured);
  EXPECT_FALSE(targets.links.at(0).source_via_tunnel);
  config.links["lfc"].source.clear();
  EXPECT_FALSE(targets_of(config).links.at(0).source_configured);
}

TEST(Targets, ATunnelsLogIsWhereTheConfigurationPutsIt) {
  using Kind = config::LogPlace::Kind;
  Config config = man06();
  const auto tunnel = [&](Kind kind) {
    config.tunnels["mysql"].log = {kind, "/var/log/stunnel.log"};
    return targets_of(config).tunnels.at(0);
  };
  EXPECT_EQ(tunnel(Kind::as_configured).log_file, "");
  EXPECT_EQ(tunnel(Kind::file).log_file, "/var/log/stunnel.log");
  EXPECT_EQ(tunnel(Kind::syslog_file).log_file, "/var/log/stunnel.log");
  EXPECT_EQ(tunnel(Kind::unit).log_file, "");
  EXPECT_TRUE(tunnel(Kind::unit).log_in_journal);
  EXPECT_FALSE(tunnel(Kind::file).log_in_journal);
  EXPECT_EQ(tunnel(Kind::file).stunnel_conf, "/etc/stunnel/stunnel.conf");
  EXPECT_EQ(tunnel(Kind::file).service, "mysql");
  EXPECT_EQ(tunnel(Kind::file).interval, 4s);
}

}  // namespace
}  // namespace replwatch::agent
