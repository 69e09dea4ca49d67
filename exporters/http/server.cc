#include "exporters/http/server.h"

#include <arpa/inet.h>
#include <civetweb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <future>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "probes/io/fd.h"
#include "probes/text.h"

namespace replwatch::http {

// Lives until the last of CivetWeb's threads has ended, which can be after the server.
struct Server::Running {
  Site site;
  std::string address;
  std::uint16_t port = 0;
  mg_context* context = nullptr;

  std::shared_mutex answering;  // held shared while the site is asked
  bool closed = false;          // from then on nobody asks it

  std::mutex complaining;
  std::string complaint;  // CivetWeb's last one: why it could not start
};

namespace {

// How long the end waits for clients that are slow, and how often it asks CivetWeb to hurry.
constexpr auto kPatience = std::chrono::milliseconds(300), kKnocking = std::chrono::milliseconds(10);

constexpr std::string_view kOutOfMemory =
    "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

std::string text(const char* value) { return value ? value : ""; }

Request request_of(const mg_connection* connection) {
  const mg_request_info* asked = mg_get_request_info(connection);
  return {text(asked->request_method), text(asked->local_uri_raw), text(asked->query_string),
          text(mg_get_header(connection, "Accept-Encoding")),
          text(mg_get_header(connection, "Authorization"))};
}

void write(mg_connection* connection, std::string_view bytes) {
  mg_write(connection, bytes.data(), bytes.size());
}

// A connection wakes CivetWeb's accepting thread, which looks only every two seconds whether it should end.
void knock(const std::string& address, std::uint16_t port) {
  const io::Fd door(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(port);
  if (inet_pton(AF_INET, address.c_str(), &place.sin_addr) != 1) return;
  static_cast<void>(::connect(door.get(), reinterpret_cast<const sockaddr*>(&place), sizeof place));
}

}  // namespace

// CivetWeb calls these on its own threads; nothing may unwind into it.
struct Server::Callbacks {
  static std::string answer_to(const Request& request, Running& running) {
    const std::shared_lock hold(running.answering);
    if (running.closed) return "";
    return serialised(answer(request, running.site), request, running.site.now().wall);
  }

  static int begin_request(mg_connection* connection) noexcept {
    try {
      auto& running = *static_cast<Running*>(mg_get_request_info(connection)->user_data);
      write(connection, answer_to(request_of(connection), running));
    } catch (...) {
      write(connection, kOutOfMemory);
    }
    return 200;  // any number but 0 means: it is answered
  }

  // What CivetWeb refuses by itself. Its own page is written with gmtime(), which threads must not share.
  static int http_error(mg_connection* connection, int status, const char* message) noexcept {
    try {
      auto& running = *static_cast<Running*>(mg_get_user_data(mg_get_context(connection)));
      const std::shared_lock hold(running.answering);
      if (running.closed) return 0;
      const Answer refusal{status, "text/plain; charset=utf-8", one_line(text(message), 200) + "\n", {}};
      write(connection, serialised(refusal, Request{}, running.site.now().wall));
    } catch (...) {
      write(connection, kOutOfMemory);
    }
    return 0;  // 0 means: it is answered
  }

  static int log_message(const mg_connection* connection, const char* message) noexcept {
    try {
      if (auto* running = static_cast<Running*>(mg_get_user_data(mg_get_context(connection)))) {
        const std::lock_guard hold(running->complaining);
        running->complaint = one_line(text(message), 200);
      }
    } catch (...) {
      return 1;
    }
    return 1;  // it is not to write a log of its own
  }
};

Server::Server(std::shared_ptr<Running> running) : running_(std::move(running)) {}

Server::~Server() {
  {
    const std::unique_lock hold(running_->answering);
    running_->closed = true;
  }
  if (!running_->context) return;
  auto ended = std::make_shared<std::promise<void>>();
  const std::future<void> end = ended->get_future();
  std::thread([running = running_, ended] {
    mg_stop(running->context);
    ended->set_value();
  }).detach();
  const auto patience = std::chrono::steady_clock::now() + kPatience;
  do knock(running_->address, running_->port);
  while (end.wait_for(kKnocking) != std::future_status::ready && std::chrono::steady_clock::now() < patience);
}

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, Site site) {
  // For good: the threads of a server that has ended may still run when the next one starts.
  static const unsigned kLibrary = mg_init_library(0);
  static_cast<void>(kLibrary);
  std::unique_ptr<Server> server(new Server(std::make_shared<Running>()));
  Running& running = *server->running_;
  running.site = std::move(site);
  // Readers who have to log in on loopback come from elsewhere, through a TLS tunnel.
  running.site.local = is_loopback(options.address) && !running.site.allow;
  running.address = options.address;
  mg_callbacks callbacks{};
  callbacks.begin_request = &Callbacks::begin_request;
  callbacks.http_error = &Callbacks::http_error;
  callbacks.log_message = &Callbacks::log_message;
  const std::string listen = options.address + ":" + std::to_string(options.port);
  const std::string threads = std::to_string(options.threads);
  const std::string timeout =
      std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(options.request_timeout).count());
  // Paths are decoded by route(); preflight requests and other hosts' names are nothing that CivetWeb should
  // answer.
  std::array<const char*, 21> settings{"listening_ports",
                                       listen.c_str(),
                                       "num_threads",
                                       threads.c_str(),
                                       "request_timeout_ms",
                                       timeout.c_str(),
                                       "tcp_nodelay",
                                       "1",
                                       "decode_url",
                                       "no",
                                       "enable_directory_listing",
                                       "no",
                                       "enable_auth_domain_check",
                                       "no",
                                       "access_control_allow_origin",
                                       "",
                                       "access_control_allow_methods",
                                       "",
                                       "access_control_allow_headers",
                                       "",
                                       nullptr};
  running.context = mg_start(&callbacks, &running, settings.data());
  if (!running.context) {
    const std::lock_guard hold(running.complaining);
    return Failure{Reason::refused, "cannot listen on " + listen + ": " + running.complaint, 0};
  }
  mg_server_port port{};
  if (mg_get_server_ports(running.context, 1, &port) == 1)
    running.port = static_cast<std::uint16_t>(port.port);
  return server;
}

std::uint16_t Server::port() const { return running_->port; }

bool is_loopback(const std::string& address) { return address.starts_with("127."); }

}  // namespace replwatch::http
