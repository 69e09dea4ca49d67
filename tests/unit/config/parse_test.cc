#include "agent/config/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "agent/config/keys.h"
#include "probes/timestamp.h"

namespace replwatch::config {
namespace {

using namespace std::chrono_literals;

// Not through Config's defaults: what a member was set to must come from the file.
Config full_example() {
  std::ifstream in(REPLWATCH_SOURCE_DIR "/agent/install/replwatch.json");
  return parse_config(std::string(std::istreambuf_iterator<char>(in), {})).config.value();
}

Config parsed(const std::string& text) {
  const Parsed parsed = parse_config(text);
  for (const Problem& problem : parsed.problems) ADD_FAILURE() << line_of(problem, "FILE");
  return parsed.config.value_or(Config{});
}

std::string with_servers(const std::string& rest) {
  return R"({"servers": {"a": {"host": "192.0.2.1"}, "b": {"host": "192.0.2.2"}})" + rest + "}";
}

TEST(ParseConfig, TheExampleOfTheContractMeansWhatItSays) {
  Config expected;
  expected.http.password_file = "/etc/replwatch/http.passwd";
  expected.servers["server1"].address.host = "127.0.0.1";
  expected.servers["server1"].address.port = 3307;
  expected.servers["server1"].address.defaults_file = "/etc/replwatch/server1.cnf";
  expected.servers["server2"].address.socket = "/run/mysqld/mysqld.sock";
  expected.servers["server2"].address.defaults_file = "/etc/replwatch/server2.cnf";
  expected.tunnels["mysql"] = {"/etc/stunnel/stunnel.conf", "mysql", {}};
  expected.peers["site-a"] = {"http://127.0.0.1:9848", "replwatch", "SITE_A", ""};
  LinkConfig& link = expected.links["lfc"];
  link.source = "server1";
  link.replica = "server2";
  link.tunnel = "mysql";
  link.peer = "site-a";
  link.peer_source = "server1";
  link.peer_tunnel = "mysql";
  link.site = "ifca";
  link.databases = {"DB_1", "DB_2"};
  link.accept["crl_not_checked"] = {"CRLpath comes with the next downtime",
                                    parse_timestamp("2027-01-31T00:00:00Z").value()};
  expected.exports.textfile = "/var/lib/prometheus/node-exporter/replwatch.prom";
  expected.exports.passive = Passive{"/var/lib/nagios4/rw/nagios.cmd", "server2"};
  EXPECT_EQ(full_example(), expected);
}

TEST(ParseConfig, WithoutKeysTheDefaultsOfTheContractHold) {
  const Config config =
      parsed(R"({"servers": {"a": {"host": "192.0.2.1"}}, "links": {"l": {"replica": "a"}}})");
  EXPECT_EQ(config.listen, (Listen{"127.0.0.1", 9847}));
  EXPECT_FALSE(config.http.allow_reload);
  EXPECT_FALSE(config.http.allow_open);
  EXPECT_EQ(config.state_directory, "/var/lib/replwatch");
  EXPECT_EQ(config.intervals.replica, 1s);
  EXPECT_EQ(config.intervals.source, 1s);
  EXPECT_EQ(config.intervals.sockets, 1s);
  EXPECT_EQ(config.intervals.certificates, 60s);
  EXPECT_EQ(config.intervals.peer, 1s);
  EXPECT_EQ(config.deadline, 3s);
  EXPECT_EQ(config.servers.at("a").address.port, 3306);
  EXPECT_EQ(config.links.at("l").staleness.warning, 60s);
  EXPECT_EQ(config.links.at("l").staleness.critical, 300s);
}

// {"intervals": {"replica": "1s", ...}, ...}: every default of the rows, written out.
std::string defaults_of(const Object& object) {
  std::string text;
  for (const Key& key : object.keys) {
    std::string value(key.fallback);
    if (key.type == Type::object) value = defaults_of(*key.of);
    if (value.empty()) continue;
    const bool bare = key.type == Type::object || key.type == Type::flag || key.type == Type::port;
    text += (text.empty() ? "" : ", ") + ('"' + std::string(key.name) + "\": ") +
            (bare ? value : '"' + value + '"');
  }
  return text.empty() ? "" : "{" + text + "}";
}

const Object& object_of(const Object& object, std::string_view name) {
  for (const Key& key : object.keys) {
    if (key.name == name) return *key.of;
  }
  ADD_FAILURE() << name;
  return object;
}

TEST(ParseConfig, TheDefaultsOfTheRowsAreThoseOfTheCode) {
  const std::string root = defaults_of(kRoot);
  ASSERT_NE(root.find(R"("certificates": "60s")"), std::string::npos) << root;
  const std::string server = defaults_of(object_of(kRoot, "servers"));
  const std::string link = defaults_of(object_of(kRoot, "links"));
  ASSERT_TRUE(server.ends_with('}') && link.ends_with('}')) << server << link;
  Config written =
      parsed(root.substr(0, root.size() - 1) + R"(, "servers": {"a": )" +
             server.substr(0, server.size() - 1) + R"(, "host": "192.0.2.1"}}, "links": {"l": )" +
             link.substr(0, link.size() - 1) + R"(, "replica": "a"}}})");
  EXPECT_EQ(written.servers.at("a").address.tls, "off");
  written.servers.at("a").address.tls = "";  // the same as "off"
  EXPECT_EQ(written,
            parsed(R"({"servers": {"a": {"host": "192.0.2.1"}}, "links": {"l": {"replica": "a"}}})"));
}

TEST(ParseConfig, EveryKeyIsReadIntoItsOwnPlace) {
  const Config config = parsed(with_servers(R"(,
    "listen": "192.0.2.9:81", "http": {"password_file": "/p", "allow_reload": true, "allow_open": true},
    "state_directory": "/s", "deadline": "7s",
    "intervals": {"replica": "100ms", "source": "2s", "sockets": "3s", "certificates": "4m", "peer": "5s"},
    "tunnels": {"t": {"stunnel_conf": "/c", "log": {"syslog_file": "/l"}}, "u": {"stunnel_conf": "/c", "log": {"file": "/l"}},
                "v": {"stunnel_conf": "/c", "log": {"unit": "x.service"}}},
    "links": {"l": {"source": "a", "replica": "b", "channel": "From A", "staleness": {"warning": "1m", "critical": "1h"}}},
    "exports": {"mysqld_exporter_names": true})"));
  EXPECT_EQ(config.listen, (Listen{"192.0.2.9", 81}));
  EXPECT_EQ(config.http, (HttpConfig{"/p", true, true}));
  EXPECT_EQ(config.state_directory, "/s");
  EXPECT_EQ(config.deadline, 7s);
  EXPECT_EQ(config.intervals, (Intervals{100ms, 2s, 3s, 4min, 5s}));
  EXPECT_EQ(config.tunnels.at("t").log, (LogPlace{LogPlace::Kind::syslog_file, "/l"}));
  EXPECT_EQ(config.tunnels.at("u").log, (LogPlace{LogPlace::Kind::file, "/l"}));
  EXPECT_EQ(config.tunnels.at("v").log, (LogPlace{LogPlace::Kind::unit, "x.service"}));
  EXPECT_EQ(config.links.at("l").channel, "From A");
  EXPECT_EQ(config.links.at("l").staleness, (StalenessLimits{1min, 1h}));
  EXPECT_TRUE(config.exports.mysqld_exporter_names);
  EXPECT_FALSE(config.exports.passive);
}

TEST(ParseConfig, ALoginOfAServerIsReadWhole) {
  const Config config = parsed(R"({"servers": {
    "a": {"host": "h", "port": 1, "ipv4_only": true, "defaults_file": "/d", "defaults_group": "g", "user": "u",
          "password_env": "P", "tls": "verify", "tls_ca": "/ca"},
    "b": {"via": "p"}}, "peers": {"p": {"url": "http://h"}}})");
  const ServerConfig& server = config.servers.at("a");
  EXPECT_EQ(server.address, (io::ServerAddress{.host = "h",
                                               .port = 1,
                                               .socket = "",
                                               .ipv4_only = true,
                                               .defaults_file = "/d",
                                               .defaults_group = "g",
                                               .user = "u",
                                               .password = "",
                                               .has_password = false,
                                               .tls = "verify",
                                               .tls_ca = "/ca"}));
  EXPECT_EQ(server.password_env, "P");
  EXPECT_EQ(config.servers.at("b").via, "p");
}

TEST(ParseConfig, TwoTextsWithTheSameMeaningAreEqualWhateverTheirLines) {
  EXPECT_EQ(parsed(with_servers("")), parsed(with_servers(",\n\n\"deadline\": \"3000ms\"")));
  EXPECT_NE(parsed(with_servers("")), parsed(with_servers(",\"deadline\": \"3001ms\"")));
}

TEST(ParseConfig, LinesAreKeptForLaterMessages) {
  const Parsed parsed = parse_config("{\"servers\": {\n\"a.b\": {\n\"socket\": \"/s\"}}}");
  EXPECT_EQ(parsed.lines.at("servers.\"a.b\".socket"), 3);
}

// What stands in the place of a secret may be the secret.
TEST(ParseConfig, NoMessageQuotesAPassword) {
  for (const char* server :
       {R"({"host": "h", "password": "s3cret!"})", R"({"host": "h", "password_env": "s3cret!"})"}) {
    const Parsed parsed = parse_config(std::string(R"({"servers": {"a": )") + server + "}}");
    ASSERT_EQ(parsed.problems.size(), 1u) << server;
    EXPECT_EQ(parsed.problems[0].text.find("s3cret"), std::string::npos) << parsed.problems[0].text;
  }
  const Parsed url = parse_config(with_servers(R"(, "peers": {"p": {"url": "http://u:s3cret@h"}})"));
  ASSERT_EQ(url.problems.size(), 1u);
  EXPECT_EQ(url.problems[0].text.find("s3cret"), std::string::npos) << url.problems[0].text;
}

TEST(ParseConfig, AValueThatIsMisreadCausesNoSecondComplaint) {
  for (const char* text : {R"({"servers": {"a": {"host": 5}}})", R"({"servers": {"a": {"hots": "h"}}})",
                           R"({"servers": {"a": {"host": "h"}}, "links": {"l": {"replica": 5}}})",
                           R"({"servers": {"a": {"host": "h", "tls": 5, "tls_ca": "/c"}}})",
                           R"({"servers": {"a": {"host": "h"}}, "links": {"l": "a"}})"}) {
    EXPECT_EQ(parse_config(text).problems.size(), 1u) << text;
  }
}

}  // namespace
}  // namespace replwatch::config
