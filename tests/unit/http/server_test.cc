#include "exporters/http/server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <mutex>
#include <thread>

#include "tests/unit/exporters/sample_snapshot.h"

namespace replwatch::testing {
namespace {

using namespace http;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// A connection spoken to in plain bytes.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;

  bool send(std::string_view bytes) {
    return connected_ &&
           ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }

  // All up to the end of the connection; what has come when `within` is over.
  std::string received(std::chrono::milliseconds within) {
    const auto end = std::chrono::steady_clock::now() + within;
    std::string all;
    char buffer[4096];
    for (;;) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      pollfd waiting{socket_, POLLIN, 0};
      if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return all;
      const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
      if (got <= 0) return all;
      all.append(buffer, static_cast<std::size_t>(got));
    }
  }

 private:
  int socket_;
  bool connected_ = false;
};

class HttpServer : public ::testing::Test {
 protected:
  void SetUp() override {
    snapshot_ = std::make_shared<const Snapshot>(full_snapshot());
    Site site;
    site.snapshot = [this] {
      const std::lock_guard hold(lock_);
      return snapshot_;
    };
    site.now = [] { return at(); };
    auto started = Server::start({"127.0.0.1", 0, 64, 2s}, std::move(site));
    ASSERT_TRUE(started) << started.error().text;
    server_ = std::move(*started);
    ASSERT_NE(server_->port(), 0);
  }

  std::string asked(std::string_view request, std::chrono::milliseconds within = 10s) {
    Client client(server_->port());
    return client.send(request) ? client.received(within) : "not sent";
  }

  std::mutex lock_;
  SnapshotPtr snapshot_;
  std::unique_ptr<Server> server_;
};

TEST_F(HttpServer, AnswersGetAndHeadAndRefusesTheRest) {
  EXPECT_THAT(asked("GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n"), EndsWith("\r\n\r\nhealthy\n"));
  EXPECT_THAT(asked("HEAD /metrics HTTP/1.0\r\n\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(asked("HEAD /metrics HTTP/1.0\r\n\r\n"), EndsWith("\r\n\r\n"));
  EXPECT_THAT(asked("GET /metricsx HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(asked("GET /x/../metrics HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(asked("GET /metrics?x=1 HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  for (const std::string method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
    const std::string answer =
        asked(method +
              " /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nOrigin: http://y\r\n"
              "Access-Control-Request-Method: GET\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 405 ")) << method;
    EXPECT_THAT(answer, HasSubstr("\r\nAllow: GET, HEAD\r\n")) << method;
  }
}

TEST_F(HttpServer, SpeaksCompressedWhereAskedFor) {
  EXPECT_THAT(asked("GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n"),
              HasSubstr("\r\nContent-Encoding: gzip\r\n"));
}

TEST_F(HttpServer, ALoopbackListenerIsLocal) {
  EXPECT_THAT(asked("GET /api/v1/links/voms HTTP/1.1\r\nHost: x\r\n\r\n"), HasSubstr("alert("));
  EXPECT_TRUE(is_loopback("127.0.0.2"));
  for (const char* address : {"0.0.0.0", "192.0.2.1", "", "10.127.0.1"}) EXPECT_FALSE(is_loopback(address));
}

TEST_F(HttpServer, AbsoluteFormOfAProxyIsTaken) {
  const std::string url = "http://127.0.0.1:" + std::to_string(server_->port()) + "/-/healthy";
  EXPECT_THAT(asked("GET " + url + " HTTP/1.1\r\nHost: x\r\n\r\n"), EndsWith("healthy\n"));
}

TEST_F(HttpServer, WhatIsNoRequestIsRefusedInTheSameManner) {
  for (const std::string& request : {"GET / HTTP/1.1\r\nX: " + std::string(20000, 'x') + "\r\n\r\n",
                                     std::string("BREW / HTTP/1.1\r\n\r\n"),
                                     std::string("\x16\x03\x01\x02\r\n\r\n"), std::string("GET /\r\n\r\n")}) {
    const std::string answer = asked(request, 5s);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 4")) << request.substr(0, 40);
    EXPECT_THAT(answer, HasSubstr("X-Content-Type-Options: nosniff")) << request.substr(0, 40);
  }
}

TEST_F(HttpServer, TwentyHalfSentRequestsDoNotKeepHealthyWaiting) {
  std::vector<std::unique_ptr<Client>> slow;
  for (int number = 0; number < 20; ++number) {
    slow.push_back(std::make_unique<Client>(server_->port()));
    ASSERT_TRUE(slow.back()->send("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Slow: "));
  }
  EXPECT_THAT(asked("GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n", 1s), EndsWith("healthy\n"));
}

TEST_F(HttpServer, EndsWithinASecondAlthoughRequestsAreHalfSent) {
  std::vector<std::unique_ptr<Client>> slow;
  for (int number = 0; number < 20; ++number) {
    slow.push_back(std::make_unique<Client>(server_->port()));
    ASSERT_TRUE(slow.back()->send("GET / HTTP/1.1\r\n"));
  }
  ASSERT_THAT(asked("GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n"),
              EndsWith("healthy\n"));  // all are being served
  const auto before = std::chrono::steady_clock::now();
  server_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - before, 1s);
}

TEST_F(HttpServer, ManyReadersSeeSnapshotsThatAreReplacedUnderThem) {
  std::atomic<int> good = 0;
  std::vector<std::jthread> readers;
  for (int reader = 0; reader < 4; ++reader)
    readers.emplace_back([this, &good] {
      for (int times = 0; times < 10; ++times)
        good += asked("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 200 ") ? 1 : 0;
    });
  for (int times = 0; times < 200; ++times) {
    auto next = std::make_shared<const Snapshot>(full_snapshot());
    const std::lock_guard hold(lock_);
    snapshot_ = std::move(next);
  }
  readers.clear();
  EXPECT_EQ(good, 40);
}

TEST_F(HttpServer, TakenPortIsAFailureThatNamesIt) {
  Site site;
  const auto second = Server::start({"127.0.0.1", server_->port(), 2, 1s}, site);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().text,
              HasSubstr("cannot listen on 127.0.0.1:" + std::to_string(server_->port())));
}

TEST(HttpSite, IsNotAskedAnyMoreOnceTheServerHasEnded) {
  std::promise<void> asked, release;
  Site site;
  site.snapshot = [&asked, let_go = release.get_future().share()]() -> SnapshotPtr {
    asked.set_value();
    let_go.wait();
    return nullptr;
  };
  site.now = [] { return at(); };
  auto server = Server::start({"127.0.0.1", 0, 4, 1s}, site);
  ASSERT_TRUE(server);
  Client client((*server)->port());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  asked.get_future().wait();
  auto ended = std::async(std::launch::async, [&server] { server->reset(); });
  EXPECT_EQ(ended.wait_for(700ms), std::future_status::timeout) << "the site is still being asked";
  release.set_value();
  EXPECT_EQ(ended.wait_for(10s), std::future_status::ready);
}

TEST(HttpSite, ThrowingCallbackIsA500AndNotTheEnd) {
  Site site;
  site.snapshot = []() -> SnapshotPtr { throw 7; };
  site.now = [] { return at(); };
  const auto server = Server::start({"127.0.0.1", 0, 4, 1s}, site);
  ASSERT_TRUE(server);
  Client client((*server)->port());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  EXPECT_THAT(client.received(10s), StartsWith("HTTP/1.1 500 "));
}

}  // namespace
}  // namespace replwatch::testing
