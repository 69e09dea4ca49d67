#include "exporters/http/request.h"

#include <gtest/gtest.h>

namespace replwatch::http {
namespace {

std::variant<Target, Refusal> routed(std::string method, std::string path, std::string query = "") {
  return route({std::move(method), std::move(path), std::move(query), "", ""});
}

TEST(Route, PathsOfTheContractAreTaken) {
  const struct {
    std::string method, path;
    Target target;
  } table[] = {
      {"GET", "/", {Route::page, ""}},
      {"HEAD", "/", {Route::page, ""}},
      {"GET", "/metrics", {Route::metrics, ""}},
      {"HEAD", "/metrics", {Route::metrics, ""}},
      {"GET", "/api/v1/status", {Route::status, ""}},
      {"GET", "/api/v1/links/lfc", {Route::link, "lfc"}},
      {"GET", "/api/v1/links/lf%63", {Route::link, "lfc"}},
      {"GET", "/api/v1/links/a+b", {Route::link, "a+b"}},
      {"GET", "/-/healthy", {Route::healthy, ""}},
      {"GET", "/-/ready", {Route::ready, ""}},
      {"POST", "/-/reload", {Route::reload, ""}},
  };
  for (const auto& row : table)
    EXPECT_EQ(routed(row.method, row.path), (std::variant<Target, Refusal>(row.target)));
}

TEST(Route, EverythingElseIsRefusedWithItsStatus) {
  const struct {
    std::string method, path, query;
    int status;
    std::string allow;
  } table[] = {
      {"GET", "", "", 404, ""},
      {"GET", "//", "", 404, ""},
      {"GET", "/metricsx", "", 404, ""},
      {"GET", "/metrics/", "", 404, ""},
      {"GET", "/metrics/x", "", 404, ""},
      {"GET", "/Metrics", "", 404, ""},
      {"GET", "/metrics%00", "", 404, ""},
      {"GET", "/x/../metrics", "", 404, ""},
      {"GET", "/api/v1/links", "", 404, ""},
      {"GET", "/api/v1/links/", "", 404, ""},
      {"GET", "/metrics%", "", 400, ""},
      {"GET", "/metrics%4", "", 400, ""},
      {"GET", "/metrics%zz", "", 400, ""},
      {"POST", "/metrics", "", 405, "GET, HEAD"},
      {"PUT", "/", "", 405, "GET, HEAD"},
      {"OPTIONS", "/api/v1/status", "", 405, "GET, HEAD"},
      {"get", "/", "", 405, "GET, HEAD"},
      {"GET", "/-/reload", "", 405, "POST"},
      {"HEAD", "/-/reload", "", 405, "POST"},
      {"GET", "/metrics", "x", 400, ""},
      {"GET", "/metrics", "name=up", 400, ""},
      {"GET", "/", "%", 400, ""},
      {"GET", "/", "a=%f", 400, ""},
      {"POST", "/-/reload", "now=1", 400, ""},
      {"POST", "/nowhere", "", 404, ""},
  };
  for (const auto& row : table) {
    const auto result = routed(row.method, row.path, row.query);
    const auto* refusal = std::get_if<Refusal>(&result);
    ASSERT_TRUE(refusal) << row.method << " " << row.path << "?" << row.query;
    EXPECT_EQ(refusal->status, row.status) << row.method << " " << row.path << "?" << row.query;
    EXPECT_EQ(refusal->allow, row.allow) << row.path;
    EXPECT_FALSE(refusal->reason.empty());
  }
}

TEST(Route, EmptyQueryIsNoParameter) { EXPECT_TRUE(std::holds_alternative<Target>(routed("GET", "/", "&"))); }

TEST(Query, NamesAndValuesAreDecoded) {
  EXPECT_EQ(parse_query("a=1&b=%2Fx+y&c&=d&a=2"),
            (Parameters{{"a", "1"}, {"b", "/x y"}, {"c", ""}, {"", "d"}, {"a", "2"}}));
  EXPECT_EQ(parse_query(""), Parameters{});
  EXPECT_EQ(parse_query("a=b=c"), (Parameters{{"a", "b=c"}}));
  for (const char* query : {"%", "a%1", "a=%gg", "a=1&b=%"}) EXPECT_FALSE(parse_query(query)) << query;
}

TEST(AcceptEncoding, GzipIsTakenOnlyWhereItIsMeant) {
  for (const char* header : {"gzip", "GZIP", "x-gzip", "deflate, gzip", "gzip;q=1.0", "gzip ; q=0.001", "*",
                             "br;q=1, gzip;q=0.2", "identity, *;q=0.5", "gzip;x=1;q=0.5", "*;q=0, gzip"})
    EXPECT_TRUE(accepts_gzip(header)) << header;
  for (const char* header : {"", "identity", "gzip;q=0", "gzip; q=0.0", "gzip;Q=0", "deflate, br", "gzipx",
                             "agzip", "*;q=0", "*, gzip;q=0", "gzip;q=", "gzip;q=x", ",;,", "gzip;q=-1"})
    EXPECT_FALSE(accepts_gzip(header)) << header;
}

TEST(BasicCredentials, UserEndsAtTheFirstColon) {
  EXPECT_EQ(basic_credentials("Basic YTpiOmM="), std::pair(std::string("a"), std::string("b:c")));
  EXPECT_EQ(basic_credentials("basic  Og=="), std::pair(std::string(), std::string()));
  EXPECT_EQ(basic_credentials("BASIC cmVwbHdhdGNoOnMzY3LDqXQ="),
            std::pair(std::string("replwatch"), std::string("s3cr\xc3\xa9t")));
}

TEST(BasicCredentials, AnythingElseIsNone) {
  for (const char* header : {"", "Basic", "Basic ", "Bearer YTpi", "Basic YWI=", "Basic a:b",
                             "Basic YTpi\x01", "YTpi", "Basic YTpi YTpi"})
    EXPECT_FALSE(basic_credentials(header)) << header;
}

}  // namespace
}  // namespace replwatch::http
