// Watches one tunnel of the configuration: its stunnel.conf, its sockets, its log. Reads files and the kernel
// only; opens no connection.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <asio/any_io_executor.hpp>
#include <asio/steady_timer.hpp>

#include "agent/acceptance.h"
#include "agent/state/saved_log.h"
#include "exporters/snapshot.h"
#include "probes/io/followed_file.h"
#include "probes/io/task.h"
#include "probes/tunnel/log_reader.h"
#include "probes/tunnel/socket_watch.h"
#include "probes/tunnel/tunnel_state.h"

namespace replwatch::agent {

struct TunnelTarget {
  std::string name, stunnel_conf, service;
  std::string log_file;  // "" = what stunnel.conf says
  bool log_in_journal = false;
  Duration interval{};
  Acceptances accept;
  std::vector<tunnel::ExpectedReplica> replicas;

  bool operator==(const TunnelTarget&) const = default;
};

class TunnelWatch {
 public:
  TunnelWatch(const asio::any_io_executor& executor, TunnelTarget target, std::function<void()> changed);

  io::Task<void> run();  // until stop()
  void stop();
  void tell(std::function<void()> changed) { changed_ = std::move(changed); }

  // What an earlier run has counted, to be called before run(): the log is read on from there.
  void restore(SavedLog saved) { restored_ = std::move(saved); }
  // Where reading stands; empty while no log was read to its end.
  std::optional<SavedLog> saved() const;

  const TunnelTarget& target() const { return target_; }
  const tunnel::TunnelState& state() const { return state_; }
  std::vector<exporters::ProbeRecord> records() const;
  // The hosts of the dump threads of the servers on this host.
  void note_dump_threads(const std::vector<std::string>& hosts) {
    tunnel::note_dump_threads(state_.clients, hosts);
  }

 private:
  struct Tally {
    std::optional<Instant> last_success;
    std::array<std::uint64_t, kReasonCodes.size()> failures{};
  };

  void look_at_conf();
  void look_around();
  void see_clients();
  void look_at_sockets();
  io::Task<void> look_at_log();
  void open_log(const std::string& path);
  void take_piece(const io::FilePiece& piece, bool counted);
  std::string log_path() const;
  template <class T>
  void failed(Sighting<T>& sighting, Tally& tally, const Failure& failure, Instant began);

  TunnelTarget target_;
  std::function<void()> changed_;
  asio::steady_timer timer_;
  tunnel::TunnelState state_;
  tunnel::SocketWatch sockets_;
  tunnel::LogReader reader_;
  std::optional<io::FollowedFile> log_;
  std::optional<SavedLog> restored_;  // until the log is opened
  bool caught_up_ = false;            // what the log held before the agent's start has been read
  tunnel::LogState log_state_;
  std::optional<WallTime> conf_modified_;
  Instant next_look_around_{};
  Tally conf_tally_, sockets_tally_, log_tally_;
  bool stopping_ = false;
};

}  // namespace replwatch::agent
