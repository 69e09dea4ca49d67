#include "agent/tunnel_watch.h"

#include <utility>

#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>

#include "probes/io/clock.h"
#include "probes/io/file.h"
#include "probes/io/socket_diag.h"
#include "probes/io/wait.h"
#include "probes/tunnel/log_state.h"
#include "probes/tunnel/look_stunnel_conf.h"
#include "probes/tunnel/look_surroundings.h"
#include "probes/tunnel/socket_legs.h"

namespace replwatch::agent {
namespace {

constexpr Duration kLookAroundEvery = std::chrono::seconds(30);

// What is read again of what was counted already, so that the lines of a connection that goes on are
// understood.
constexpr std::size_t kReadAgain = 256u << 10;
// What is read of the rotated log at the first start: it may hold the last verification.
constexpr std::size_t kReadBack = 4u << 20;

}  // namespace

TunnelWatch::TunnelWatch(const asio::any_io_executor& executor, TunnelTarget target,
                         std::function<void()> changed)
    : target_(std::move(target)),
      changed_(std::move(changed)),
      timer_(executor),
      log_state_(tunnel::new_log_state()) {
  state_.name = target_.name;
  state_.log.value = log_state_;
}

void TunnelWatch::stop() {
  stopping_ = true;
  timer_.cancel();
}

io::Task<void> TunnelWatch::run() {
  Instant next = io::now();
  while (!stopping_) {
    look_at_conf();
    look_around();
    look_at_sockets();
    co_await look_at_log();
    if (stopping_) break;
    see_clients();
    changed_();
    next = std::max(next + target_.interval, io::now());
    co_await io::sleep_until(timer_, next);
  }
}

template <class T>
void TunnelWatch::failed(Sighting<T>& sighting, Tally& tally, const Failure& failure, Instant began) {
  ++tally.failures[static_cast<std::size_t>(failure.reason)];
  sighting.failed(failure, began, io::now());
}

void TunnelWatch::look_at_conf() {
  const Instant began = io::now();
  const Result<io::FileFacts> facts = io::file_facts(target_.stunnel_conf);
  if (!facts) return failed(state_.conf, conf_tally_, facts.error(), began);
  const bool whole = state_.conf.value && state_.conf.value->includes.empty();
  if (conf_modified_ == facts->modified && state_.conf.good() && whole) {
    state_.conf.saw(*state_.conf.value, began, io::now());
    conf_tally_.last_success = io::now();
    return;
  }
  const Result<tunnel::StunnelConf> conf = tunnel::look_at_stunnel_conf(target_.stunnel_conf);
  if (!conf) return failed(state_.conf, conf_tally_, conf.error(), began);
  const tunnel::Service* service = target_.service.empty() && conf->services.size() == 1
                                       ? &conf->services.front()
                                       : conf->service(target_.service);
  if (service == nullptr) {
    const Failure none{Reason::missing, target_.stunnel_conf + ": no service [" + target_.service + "]"};
    return failed(state_.conf, conf_tally_, none, began);
  }
  state_.service = *service;
  state_.side = service->side;
  conf_modified_ = facts->modified;
  conf_tally_.last_success = io::now();
  state_.conf.saw(*conf, began, io::now());
}

void TunnelWatch::look_around() {
  const Instant now = io::now();
  if (!state_.conf.value || now < next_look_around_) return;
  next_look_around_ = now + kLookAroundEvery;
  state_.surroundings = tunnel::look_at_surroundings(*state_.conf.value);
}

void TunnelWatch::see_clients() {
  state_.clients.clear();
  if (state_.side != tunnel::Side::server || !state_.sockets.good()) return;
  const tunnel::TunnelSockets& sockets = *state_.sockets.value;
  state_.clients =
      tunnel::clients_of(sockets.far, sockets.near, reader_.open_connections(), target_.replicas);
}

void TunnelWatch::look_at_sockets() {
  const Instant began = io::now();
  if (!state_.conf.value) {
    return failed(state_.sockets, sockets_tally_, {Reason::missing, "no stunnel.conf to know the sockets by"},
                  began);
  }
  if (!tunnel::parse_host_port(state_.service.accept)) {
    const std::string why = "accept = " + state_.service.accept + " is no address and port";
    return failed(state_.sockets, sockets_tally_, {Reason::malformed, why}, began);
  }
  const auto listed = io::list_tcp_sockets(tunnel::service_ports(state_.service));
  if (!listed) return failed(state_.sockets, sockets_tally_, listed.error(), began);
  tunnel::TunnelSockets sorted = tunnel::sort_sockets(state_.service, *listed);
  sockets_.look(sorted, began, state_);
  sockets_tally_.last_success = io::now();
  state_.sockets.saw(std::move(sorted), began, io::now());
}

// In a chroot stunnel opens `output` from inside it.
std::string TunnelWatch::log_path() const {
  if (!target_.log_file.empty()) return target_.log_file;
  if (!state_.conf.value || state_.conf.value->output.empty()) return "";
  const std::string inside = state_.conf.value->chroot + state_.conf.value->output;
  return io::file_facts(inside) ? inside : state_.conf.value->output;
}

void TunnelWatch::take_piece(const io::FilePiece& piece, bool counted) {
  if (piece.restarted) reader_.restart();
  const std::uint64_t lines = reader_.lines(), unknown = reader_.unrecognised_lines();
  const Instant read = io::now();
  const WallTime wall = io::wall_now();
  reader_.feed(piece.bytes, [&](const tunnel::Event& event) {
    // One file can hold several services; lines of none (started, stopped) belong to all.
    if (!event.service.empty() && !state_.service.name.empty() && event.service != state_.service.name)
      return;
    const auto stamp = tunnel::parse_stamp(event.stamp);
    tunnel::note_event(log_state_, event, read, stamp && !counted ? io::local_time(*stamp) : wall, counted);
  });
  if (!counted) return;
  log_state_.counts.lines += reader_.lines() - lines;
  log_state_.counts.unrecognised_lines += reader_.unrecognised_lines() - unknown;
}

void TunnelWatch::open_log(const std::string& path) {
  log_.emplace(path);
  const std::optional<SavedLog> saved = std::exchange(restored_, std::nullopt);
  if (saved && saved->path == path) {
    log_state_.counts = saved->counts;
    log_state_.last_verify_ok = saved->last_verify_ok;
    log_state_.verification_seen = saved->verification_seen;
    caught_up_ = true;
    if (log_->resume(saved->place)) take_piece({log_->before(kReadAgain), false}, false);
    return;
  }
  if (caught_up_) return;
  const Result<std::string> rotated = io::read_end(path + ".1", kReadBack);
  if (rotated) take_piece({*rotated, false}, false);
}

std::optional<SavedLog> TunnelWatch::saved() const {
  const auto place = log_ && caught_up_ ? log_->place() : std::nullopt;
  if (!place) return std::nullopt;
  return SavedLog{log_->path(), *place, log_state_.counts, log_state_.last_verify_ok,
                  log_state_.verification_seen};
}

io::Task<void> TunnelWatch::look_at_log() {
  const Instant began = io::now();
  const std::string path = log_path();
  if (target_.log_in_journal || path.empty()) {
    const char* why = target_.log_in_journal ? "the journal is not read by this version"
                                             : "stunnel.conf names no log file (output)";
    failed(state_.log, log_tally_, {Reason::missing, why}, began);
    co_return;
  }
  if (!log_ || log_->path() != path) open_log(path);
  while (!stopping_) {
    const Result<io::FilePiece> piece = log_->read_on();
    if (!piece) {
      caught_up_ = true;  // a file that appears later is new in all its lines
      failed(state_.log, log_tally_, piece.error(), began);
      co_return;
    }
    if (piece->bytes.empty()) break;
    take_piece(*piece, caught_up_);
    co_await asio::post(co_await asio::this_coro::executor,
                        asio::use_awaitable);  // other probes keep their beat
  }
  caught_up_ = true;
  log_tally_.last_success = io::now();
  state_.log.saw(log_state_, began, io::now());
}

std::vector<exporters::ProbeRecord> TunnelWatch::records() const {
  std::vector<exporters::ProbeRecord> records;
  const auto add = [&](const char* probe, const auto& sighting, const Tally& tally) {
    records.push_back({probe, target_.name, target_.interval, sighting.looked, sighting.good(), sighting.took,
                       tally.last_success, sighting.failure, tally.failures});
  };
  add("stunnel_conf", state_.conf, conf_tally_);
  add("sockets", state_.sockets, sockets_tally_);
  add("stunnel_log", state_.log, log_tally_);
  return records;
}

}  // namespace replwatch::agent
