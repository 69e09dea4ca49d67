// A fake server on a loopback port, in threads of its own: either a script that holds the raw socket, or the
// little of the MySQL protocol that a poll needs (greeting, OK to any login, text results).
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "probes/io/fd.h"
#include "probes/io/server_address.h"

namespace replwatch::testing {

class FakeServer {
 public:
  // One accepted connection. Reads and writes end when the server does.
  class Peer {
   public:
    Peer(int fd, const std::atomic<bool>& ending) : fd_(fd), ending_(ending) {}
    bool send(std::string_view bytes) {
      while (!bytes.empty()) {
        if (!wait(POLLOUT, 10)) {
          if (ending_) return false;
          continue;
        }
        const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      }
      return true;
    }
    // Exactly that many bytes; "" when the client has left.
    std::string receive(std::size_t size) {
      std::string bytes;
      while (bytes.size() < size) {
        if (!wait(POLLIN, 10)) {
          if (ending_) return "";
          continue;
        }
        char block[4096];
        const ssize_t got = recv(fd_, block, std::min(sizeof block, size - bytes.size()), MSG_DONTWAIT);
        if (got <= 0) return "";
        bytes.append(block, static_cast<std::size_t>(got));
      }
      return bytes;
    }
    // Until the client has left.
    void hang() {
      while (!receive(1).empty()) {
      }
    }
    // Its end, whenever that comes, is that of a killed server: a reset instead of a good-bye.
    void end_by_reset() {
      const linger at_once{1, 0};
      setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    // False when the client has left meanwhile.
    bool pause(int milliseconds) { return !wait(POLLIN, milliseconds); }

   private:
    bool wait(short events, int milliseconds) const {
      pollfd poll{fd_, events, 0};
      return ::poll(&poll, 1, milliseconds) > 0;
    }
    int fd_;
    const std::atomic<bool>& ending_;
  };
  // What happens on the n-th connection (from 1) until it is closed.
  using Script = std::function<void(Peer&, unsigned n)>;

  explicit FakeServer(Script script)
      : script_(std::move(script)), listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), length);
    listen(listener_.get(), 16);
    getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { accept_all(); });
  }
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;
  ~FakeServer() {
    ending_ = true;
    accepting_.join();
    for (std::thread& each : serving_) each.join();
  }

  io::ServerAddress address() const {
    io::ServerAddress address;
    address.host = "127.0.0.1";
    address.port = port_;
    address.user = "replwatch";
    address.password = "secret";
    address.has_password = true;
    return address;
  }
  unsigned connections() const { return connections_; }
  unsigned most_at_once() const { return most_; }

 private:
  void accept_all() {
    while (!ending_) {
      pollfd poll{listener_.get(), POLLIN, 0};
      if (::poll(&poll, 1, 10) <= 0) continue;
      const int fd = accept(listener_.get(), nullptr, nullptr);
      const unsigned n = ++connections_;
      serving_.emplace_back([this, fd, n] {
        const io::Fd held(fd);
        Peer peer(fd, ending_);
        for (unsigned now = ++open_, most = most_; now > most && !most_.compare_exchange_weak(most, now);) {
        }
        script_(peer, n);
        --open_;
      });
    }
  }

  Script script_;
  io::Fd listener_;
  std::uint16_t port_ = 0;
  std::atomic<bool> ending_ = false;
  std::atomic<unsigned> connections_ = 0, open_ = 0, most_ = 0;
  std::vector<std::thread> serving_;  // touched by the accepting thread alone until it has ended
  std::thread accepting_;
};

}  // namespace replwatch::testing
