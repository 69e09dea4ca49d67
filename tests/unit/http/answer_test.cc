#include "exporters/http/answer.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include "exporters/http/gzip.h"
#include "tests/unit/exporters/sample_snapshot.h"

namespace replwatch::testing {
namespace {

using namespace http;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Site site_of(Snapshot snapshot, Duration later = {}) {
  Site site;
  site.snapshot = [shared = std::make_shared<const Snapshot>(std::move(snapshot))] { return shared; };
  site.now = [later] { return at(later); };
  return site;
}

Answer got(const Site& site, const std::string& path, const std::string& method = "GET",
           const std::string& authorization = "") {
  return answer({method, path, "", "", authorization}, site);
}

std::string gunzipped(std::string_view packed) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string text(1 << 20, '\0');
  std::string in(packed);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  const int end = inflate(&stream, Z_FINISH);
  text.resize(end == Z_STREAM_END ? stream.total_out : 0);
  inflateEnd(&stream);
  return text;
}

TEST(Answer, EachPathSaysWhatItIsFor) {
  const Site site = site_of(full_snapshot());
  EXPECT_THAT(got(site, "/").body, StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(got(site, "/metrics").body, HasSubstr("replwatch_link_cause"));
  EXPECT_EQ(got(site, "/metrics").content_type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(got(site, "/api/v1/status").body, HasSubstr("\"links\""));
  EXPECT_THAT(got(site, "/api/v1/links/voms").body, HasSubstr("\"tunnel_verify_failed\""));
  EXPECT_EQ(got(site, "/api/v1/status").content_type, "application/json");
  EXPECT_EQ(got(site, "/-/ready").status, 200);
  EXPECT_EQ(got(site, "/-/healthy").status, 200);
}

TEST(Answer, UnknownLinkIs404InJson) {
  const Answer answer = got(site_of(full_snapshot()), "/api/v1/links/%22");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.body, "{\"error\": \"no such link: \\\"\"}\n");
}

TEST(Answer, NothingIsSaidBeforeTheFirstSnapshot) {
  Site none = site_of(full_snapshot());
  none.snapshot = [] { return nullptr; };
  for (const Site& site : {none, site_of(Snapshot{})})
    for (const char* path :
         {"/", "/metrics", "/api/v1/status", "/api/v1/links/lfc", "/-/healthy", "/-/ready"})
      EXPECT_EQ(got(site, path).status, 503) << path;
}

TEST(Answer, HealthyEndsAfterThreeIntervalsAndADeadline) {
  EXPECT_EQ(got(site_of(full_snapshot(), 6s), "/-/healthy").status, 200);
  const Answer stuck = got(site_of(full_snapshot(), 6001ms), "/-/healthy");
  EXPECT_EQ(stuck.status, 503);
  EXPECT_THAT(stuck.body, HasSubstr("6.0 s"));
}

TEST(Answer, ReadyNamesTheProbesThatHaveNotLooked) {
  Snapshot snapshot = full_snapshot();
  snapshot.probes[1].looked = false;
  const Answer answer = got(site_of(snapshot), "/-/ready");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body, "not looked yet: source of server1\n");
}

TEST(Answer, VerbatimTextsGoOutOnlyOnALocalListener) {
  Site site = site_of(full_snapshot());
  for (const char* path : {"/", "/api/v1/status", "/api/v1/links/voms"}) {
    site.local = false;
    EXPECT_THAT(got(site, path).body, Not(HasSubstr("alert("))) << path;
    site.local = true;
    EXPECT_THAT(got(site, path).body, HasSubstr("alert(")) << path;
  }
}

TEST(Answer, ReloadIsDoneOnlyWhereItIsAllowed) {
  Site site = site_of(full_snapshot());
  EXPECT_EQ(got(site, "/-/reload", "POST").status, 403);
  int reloads = 0;
  site.reload = [&reloads]() -> Result<Done> { return ++reloads, Done{}; };
  EXPECT_EQ(got(site, "/-/reload", "GET").status, 405);
  EXPECT_EQ(reloads, 0);
  EXPECT_EQ(got(site, "/-/reload", "POST").status, 200);
  EXPECT_EQ(reloads, 1);
  site.reload = []() -> Result<Done> { return Failure{Reason::malformed, "line 7: unknown key", 0}; };
  const Answer refused = got(site, "/-/reload", "POST");
  EXPECT_EQ(refused.status, 500);
  EXPECT_EQ(refused.body, "line 7: unknown key\n");
}

TEST(Answer, WithoutThePasswordOnlyHealthIsTold) {
  Site site = site_of(full_snapshot());
  site.allow = [](const std::string& user, const std::string& password) {
    return user == "a" && password == "b:c";
  };
  for (const char* path : {"/", "/metrics", "/api/v1/status", "/-/ready", "/nowhere"}) {
    EXPECT_EQ(got(site, path).status, 401) << path;
    EXPECT_EQ(got(site, path, "GET", "Basic YTpi").status, 401) << path;
    EXPECT_NE(got(site, path, "GET", "Basic YTpiOmM=").status, 401) << path;
  }
  EXPECT_EQ(got(site, "/-/reload", "POST").status, 401);
  EXPECT_EQ(got(site, "/-/healthy").status, 200);
}

TEST(Serialised, EveryAnswerHasTheHeadersThatKeepItSafe) {
  const Site site = site_of(full_snapshot());
  for (const char* path : {"/", "/metrics", "/nowhere", "/api/v1/links/x"}) {
    const Request request{"GET", path, "", "", ""};
    const std::string bytes = serialised(answer(request, site), request, kWall);
    for (const char* header :
         {"Date: Sun, 22 Nov 2026 13:41:43 GMT\r\n", "Cache-Control: no-store\r\n", "Connection: close\r\n",
          "X-Content-Type-Options: nosniff\r\n", "Content-Security-Policy: default-src 'none'; "})
      EXPECT_THAT(bytes, HasSubstr(header)) << path;
  }
}

TEST(Serialised, HeadHasTheHeadersOfGetAndNoBody) {
  const Answer answer{200, "text/plain", "12345", {{"X", "y"}}};
  const std::string get = serialised(answer, {"GET", "/", "", "", ""}, kWall);
  const std::string head = serialised(answer, {"HEAD", "/", "", "", ""}, kWall);
  EXPECT_EQ(get, head + "12345");
  EXPECT_THAT(head, HasSubstr("Content-Length: 5\r\n"));
  EXPECT_THAT(head, HasSubstr("X: y\r\n\r\n"));
}

TEST(Serialised, LongBodyIsCompressedWhereAskedFor) {
  const Answer answer{200, "text/plain", std::string(5000, 'x'), {}};
  const std::string packed = serialised(answer, {"GET", "/", "", "gzip", ""}, kWall);
  EXPECT_THAT(packed, HasSubstr("Content-Encoding: gzip\r\n"));
  EXPECT_EQ(gunzipped(packed.substr(packed.find("\r\n\r\n") + 4)), answer.body);
  EXPECT_THAT(serialised(answer, {"GET", "/", "", "gzip;q=0", ""}, kWall), Not(HasSubstr("gzip")));
  const Answer small{200, "text/plain", "short", {}};
  EXPECT_THAT(serialised(small, {"GET", "/", "", "gzip", ""}, kWall), Not(HasSubstr("gzip")));
}

TEST(Gzip, RoundTrips) {
  for (const std::string& text : {std::string(), std::string("a"), std::string(300000, 'q') + "end"})
    EXPECT_EQ(gunzipped(gzip(text).value_or("")), text);
}

}  // namespace
}  // namespace replwatch::testing
