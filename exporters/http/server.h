// Server: answers over HTTP from the latest snapshot, on CivetWeb's threads. It has more threads than slow
// clients can hold for longer than the request timeout, so that /-/healthy is answered whatever they do.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "exporters/http/answer.h"

namespace replwatch::http {

struct ServerOptions {
  std::string address = "127.0.0.1";  // IPv4
  std::uint16_t port = 9847;          // 0: any free one
  unsigned threads = 64;              // connections served at once
  Duration request_timeout =
      std::chrono::seconds(2);  // for a whole request to come in, for the answer to go out
};

class Server {
 public:
  // Listens and answers until the server is destroyed. `site.local` is set here, by the address.
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, Site site);

  // Asks `site` nothing any more and ends within half a second: the threads of clients that are still slow
  // then are left to end by themselves.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;

 private:
  struct Running;
  struct Callbacks;
  explicit Server(std::shared_ptr<Running> running);
  std::shared_ptr<Running> running_;
};

bool is_loopback(const std::string& address);  // 127.0.0.0/8

}  // namespace replwatch::http
