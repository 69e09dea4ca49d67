#include "agent/config/types.h"

#include <gtest/gtest.h>

namespace replwatch::config {
namespace {

bool is_text(std::string_view text, Type type) {
  Value value;
  value.kind = Kind::text;
  value.text = text;
  return is_one(value, type);
}

TEST(ConfigTypes, Names) {
  for (const char* name : {"a", "0", "server1", "a.b", "a_b-c.", "z--"}) EXPECT_TRUE(is_name(name)) << name;
  EXPECT_TRUE(is_name(std::string(63, 'a')));
  EXPECT_FALSE(is_name(std::string(64, 'a')));
  for (const char* name :
       {"", "A", "aB", ".a", "_a", "-a", "a b", "a/b", "a:b", "ä", "a\n", " a", "a\"", "a{b}"}) {
    EXPECT_FALSE(is_name(name)) << name;
  }
}

TEST(ConfigTypes, ListenIsAnIpv4AddressAndAPort) {
  EXPECT_EQ(parse_listen("127.0.0.1:9847"), (Listen{"127.0.0.1", 9847}));
  EXPECT_EQ(parse_listen("0.0.0.0:1"), (Listen{"0.0.0.0", 1}));
  EXPECT_EQ(parse_listen("255.255.255.255:65535"), (Listen{"255.255.255.255", 65535}));
  for (const char* text : {"",
                           ":",
                           ":9847",
                           "9847",
                           "127.0.0.1",
                           "127.0.0.1:",
                           "127.0.0.1:0",
                           "127.0.0.1:65536",
                           "127.0.0.1:-1",
                           "127.0.0.1:+1",
                           "127.0.0.1:80x",
                           "127.0.0.1: 80",
                           "127.0.0:80",
                           "127.0.0.0.1:80",
                           "127.0.0.256:80",
                           "127.0.0.01:80",
                           "127.0.0.:80",
                           ".0.0.1:80",
                           "127..0.1:80",
                           "1e1.0.0.1:80",
                           "0x7f.0.0.1:80",
                           "localhost:80",
                           "*:80",
                           "[::1]:80",
                           "::1:80",
                           "127.0.0.1:80:80",
                           " 127.0.0.1:80",
                           "127.0.0.1:80 ",
                           "127.0.0.1.:80"}) {
    EXPECT_FALSE(parse_listen(text)) << text;
  }
}

TEST(ConfigTypes, OnlyTheNet127IsLoopback) {
  EXPECT_TRUE((Listen{"127.0.0.1", 1}).is_loopback());
  EXPECT_TRUE((Listen{"127.255.255.255", 1}).is_loopback());
  EXPECT_FALSE((Listen{"0.0.0.0", 1}).is_loopback());
  EXPECT_FALSE((Listen{"12.7.0.1", 1}).is_loopback());
  EXPECT_FALSE((Listen{"10.127.0.1", 1}).is_loopback());
}

TEST(ConfigTypes, Urls) {
  for (const char* url :
       {"http://127.0.0.1:9848", "https://a.example.org", "http://a/b/", "http://[::1]:9848/x"}) {
    EXPECT_TRUE(is_text(url, Type::url)) << url;
  }
  for (const char* url : {"", "http", "http:", "http://", "http:///x", "http://:80", "http://?a", "http://#a",
                          "ftp://a", "HTTP://a", "a:9848", "//a", "file:///etc/passwd", "http://u:p@a",
                          "http://a b", "http://a\n", "http://a\\b", "http://a\"b", " http://a"}) {
    EXPECT_FALSE(is_text(url, Type::url)) << url;
  }
}

TEST(ConfigTypes, Paths) {
  EXPECT_TRUE(is_text("/", Type::path));
  EXPECT_TRUE(is_text("/a b/ü", Type::path));
  for (const std::string_view path :
       {std::string_view(""), std::string_view("a"), std::string_view("./a"), std::string_view("~/a"),
        std::string_view("/a\nb"), std::string_view("/a\0b", 4)}) {
    EXPECT_FALSE(is_text(path, Type::path)) << path;
  }
}

TEST(ConfigTypes, Variables) {
  for (const char* name : {"A", "_", "site_a", "A1"}) EXPECT_TRUE(is_text(name, Type::variable)) << name;
  for (const char* name : {"", "1A", "A-B", "A B", "$A", "A=B", "Ä"}) {
    EXPECT_FALSE(is_text(name, Type::variable)) << name;
  }
}

TEST(ConfigTypes, AWordIsMoreThanBlanks) {
  EXPECT_TRUE(is_text("", Type::text));
  EXPECT_TRUE(is_text("a b", Type::word));
  for (const char* word : {"", " ", "a\tb", "a\x7f"}) EXPECT_FALSE(is_text(word, Type::word)) << word;
  EXPECT_FALSE(is_text("a\n", Type::text));
}

TEST(ConfigTypes, EveryTypeHasItsWords) {
  for (const TypeRow& row : kTypes) {
    EXPECT_FALSE(row.code.empty());
    EXPECT_FALSE(row.must.empty()) << row.code;
    EXPECT_FALSE(row.remedy.empty()) << row.code;
  }
}

}  // namespace
}  // namespace replwatch::config
