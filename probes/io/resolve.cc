#include "probes/io/resolve.h"

#include <netdb.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>

#include <asio/any_io_executor.hpp>
#include <asio/ip/address.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/thread_pool.hpp>

#include "probes/io/wait.h"

namespace replwatch::io {
namespace {

using Addresses = Result<std::vector<std::string>>;

// Lives for ever: a resolver that hangs must not hold the end of the process, which a joining pool would.
asio::thread_pool& pool() {
  static auto* threads = new asio::thread_pool(4);
  return *threads;
}

Addresses ask_system(const std::string& host, bool ipv4_only) {
  addrinfo hints{};
  hints.ai_family = ipv4_only ? AF_INET : AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (error != 0) return Failure{Reason::unresolved, host + ": " + gai_strerror(error)};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> keep(found, freeaddrinfo);
  std::vector<std::string> v4, v6;
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    char text[NI_MAXHOST];
    if (getnameinfo(each->ai_addr, each->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) != 0)
      continue;
    (each->ai_family == AF_INET ? v4 : v6).emplace_back(text);
  }
  std::ranges::move(v6, std::back_inserter(v4));
  if (v4.empty()) return Failure{Reason::unresolved, host + ": no address"};
  return v4;
}

// What the asking coroutine and the pool's thread share. The timer is the coroutine's: once it is null, the
// asker has left, and its loop may be gone too.
struct Question {
  std::mutex lock;
  asio::steady_timer* timer = nullptr;
  asio::any_io_executor executor;
  std::optional<Addresses> answer;
};

struct Leaving {
  std::shared_ptr<Question> question;
  ~Leaving() {
    const std::lock_guard hold(question->lock);
    question->timer = nullptr;
  }
};

void answer_on_pool(std::shared_ptr<Question> question, const std::string& host, bool ipv4_only) {
  {
    const std::lock_guard hold(question->lock);
    if (question->timer == nullptr) return;  // nobody waits any more: the pool is for those who do
  }
  Addresses answer = ask_system(host, ipv4_only);
  const std::lock_guard hold(question->lock);
  if (question->timer == nullptr) return;
  question->answer.emplace(std::move(answer));
  asio::post(question->executor, [question] {  // on the loop's thread, which the timer belongs to
    if (question->timer != nullptr) question->timer->cancel();
  });
}

}  // namespace

Task<Addresses> resolve(std::string host, bool ipv4_only, Instant deadline) {
  asio::error_code not_an_address;
  asio::ip::make_address(host, not_an_address);
  if (!not_an_address) co_return std::vector<std::string>{host};
  const auto question = std::make_shared<Question>();
  question->executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(question->executor);
  question->timer = &timer;
  const Leaving leaving{question};
  asio::post(pool(), [question, host, ipv4_only] { answer_on_pool(question, host, ipv4_only); });
  co_await sleep_until(timer, deadline);
  const std::lock_guard hold(question->lock);
  if (question->answer) co_return *question->answer;
  co_return Failure{Reason::unresolved, host + ": the name was not resolved within the deadline"};
}

}  // namespace replwatch::io
