#include "agent/loop.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>

#include "agent/change_log.h"
#include "agent/config/load.h"
#include "agent/log.h"
#include "agent/notify.h"
#include "agent/passwords.h"
#include "agent/published.h"
#include "agent/state_keeping.h"
#include "agent/version.h"
#include "agent/watch.h"
#include "exporters/http/server.h"
#include "probes/io/clock.h"
#include "probes/io/environment.h"
#include "probes/io/file.h"
#include "probes/io/wait.h"

namespace replwatch::agent {
namespace {

// What a good-bye to healthy servers may take; whatever hangs is left behind, so that SIGTERM ends within a
// second.
constexpr auto kFarewell = std::chrono::milliseconds(300);
constexpr auto kReloadLimit = std::chrono::milliseconds(700);

// What the configuration may already say and this version does not do yet: silence would look like service.
std::vector<std::string> unserved(const config::Config& config) {
  std::vector<std::string> lines;
  if (!config.peers.empty()) lines.emplace_back("peers are not asked by this version");
  if (!config.exports.textfile.empty()) lines.emplace_back("exports.textfile is not written by this version");
  if (config.exports.passive) lines.emplace_back("exports.passive is not written by this version");
  return lines;
}

class Loop {
 public:
  Loop(std::string file, config::Config config)
      : file_(std::move(file)), config_(std::move(config)), signals_(context_, SIGTERM, SIGINT, SIGHUP) {}

  int run() {
    if (const Result<Done> listening = listen(); !listening) {
      std::fprintf(stderr, "replwatch: %s\n", listening.error().text.c_str());
      return 1;
    }
    log_.notice("replwatch " + std::string(kVersion) + " watches " + std::to_string(config_.links.size()) +
                " links of " + std::to_string(config_.servers.size()) + " servers; http://" +
                config_.listen.address + ":" + std::to_string(http_->port()));
    for (const std::string& line : unserved(config_)) log_.warning(line);
    state_.emplace(config_.state_directory, log_);
    begin_watch();
    asio::co_spawn(context_, keep_state(), asio::detached);
    wait_for_signal();
    notify_ready();
    context_.run();
    return 0;
  }

 private:
  Result<Done> listen() {
    http::Site site;
    site.snapshot = [this] { return published_.get(); };
    site.now = [] { return exporters::Now{io::now(), io::wall_now()}; };
    if (!config_.http.password_file.empty()) {
      const Result<Done> read = read_passwords(config_.http.password_file);
      if (!read) return read.error();
      site.allow = [this](const std::string& user, const std::string& password) {
        return passwords_->admits(user, password);
      };
    }
    if (config_.http.allow_reload) site.reload = [this] { return reload_from_outside(); };
    auto started = http::Server::start({config_.listen.address, config_.listen.port}, std::move(site));
    if (!started) return started.error();
    http_ = std::move(*started);
    return Done{};
  }

  Result<Done> read_passwords(const std::string& file) {
    const Result<std::string> text = io::read_file(file);
    if (!text) return text.error();
    Result<Passwords> passwords = Passwords::parse(*text);
    if (!passwords) return Failure{passwords.error().reason, file + ": " + passwords.error().text};
    passwords_.emplace(std::move(*passwords));
    return Done{};
  }

  io::Task<void> keep_state() {
    while (!ending_) {
      co_await io::sleep_until(io::now() + StateKeeping::kInterval);
      if (!ending_) state_->keep(watch_->to_keep(read_clocks()));
    }
  }

  void begin_watch() {
    const std::unique_ptr<Watch> before = std::move(watch_);
    watch_ = std::make_unique<Watch>(
        context_.get_executor(), targets_of(config_),
        [this](exporters::Snapshot snapshot) { publish(std::move(snapshot)); }, before.get());
    if (before) before->stop();  // what the new one has not taken over
    watch_->restore(state_->restored(), read_clocks());
    watch_->start();
  }

  void publish(exporters::Snapshot snapshot) {
    snapshot.version = kVersion;
    snapshot.started = started_;
    snapshot.mysqld_exporter_names = config_.exports.mysqld_exporter_names;
    snapshot.config_reload_ok = reload_error_.empty();
    snapshot.config_error = reload_error_;
    snapshot.probes.push_back(state_->record());
    for (const LogLine& line : changes_between(*published_.get(), snapshot)) log_.write(line);
    published_.set(std::make_shared<const exporters::Snapshot>(std::move(snapshot)));
    notify_alive();
  }

  void wait_for_signal() {
    signals_.async_wait([this](const asio::error_code& error, int signal) {
      if (error) return;
      if (signal != SIGHUP) return end();
      static_cast<void>(reload());
      wait_for_signal();
    });
  }

  // A bad configuration leaves the old one running and says so.
  Result<Done> reload() {
    if (ending_) return Failure{Reason::refused, "the agent is ending"};
    notify_reloading();
    const config::Loaded loaded = config::load_config(file_, io::environment_variable);
    for (const std::string& line : loaded.warnings) log_.warning(line);
    for (const std::string& line : loaded.errors) log_.error(line);
    Result<Done> done = Done{};
    if (!loaded.config) {
      reload_error_ = loaded.errors.empty() ? file_ + ": refused" : loaded.errors.front();
      done = Failure{Reason::malformed, reload_error_};
      log_.error("the configuration was not reloaded: the old one stays");
    } else {
      if (loaded.config->listen != config_.listen) log_.warning("listen changes at the next start only");
      if (loaded.config->state_directory != config_.state_directory) {
        log_.warning("state_directory changes at the next start only");
      }
      if (loaded.config->http != config_.http) log_.warning("http changes at the next start only");
      config_ = *loaded.config;
      reload_error_.clear();
      for (const std::string& line : unserved(config_)) log_.warning(line);
      begin_watch();
      log_.notice("configuration reloaded: " + file_);
    }
    notify_ready();
    return done;
  }

  Result<Done> reload_from_outside() {
    const auto answer = std::make_shared<std::promise<Result<Done>>>();
    std::future<Result<Done>> future = answer->get_future();
    asio::post(context_, [this, answer] { answer->set_value(reload()); });
    if (future.wait_for(kReloadLimit) != std::future_status::ready) {
      return Failure{Reason::timed_out, "the loop did not answer"};
    }
    return future.get();
  }

  void end() {
    ending_ = true;
    notify_stopping();
    log_.notice("ended by signal");
    state_->keep(watch_->to_keep(read_clocks()));
    watch_->stop();
    asio::co_spawn(
        context_,
        [this]() -> io::Task<void> {
          co_await io::sleep_until(io::now() + kFarewell);
          state_->finish();
          context_.stop();
        },
        asio::detached);
  }

  std::string file_;
  config::Config config_;
  asio::io_context context_{1};
  asio::signal_set signals_;
  Log log_{std::getenv("JOURNAL_STREAM") != nullptr};
  Published published_;
  WallTime started_ = io::wall_now();
  std::string reload_error_;
  bool ending_ = false;
  std::optional<Passwords> passwords_;  // read at the start; outlives the server that asks it
  std::optional<StateKeeping> state_;
  std::unique_ptr<Watch> watch_;
  std::unique_ptr<http::Server> http_;
};

}  // namespace

int run_agent(const std::string& config_file) {
  std::signal(SIGPIPE, SIG_IGN);
  config::Loaded loaded = config::load_config(config_file, io::environment_variable);
  for (const std::string& line : loaded.warnings) std::fprintf(stderr, "warning: %s\n", line.c_str());
  for (const std::string& line : loaded.errors) std::fprintf(stderr, "%s\n", line.c_str());
  if (!loaded.config) return 1;
  try {
    return Loop(config_file, std::move(*loaded.config)).run();
  } catch (
      const std::exception& trouble) {  // no descriptor or memory left: better a restart than a blind watch
    std::fprintf(stderr, "replwatch: ended by trouble of its own: %s\n", trouble.what());
    return 1;
  }
}

}  // namespace replwatch::agent
