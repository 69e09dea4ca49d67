// Watch: everything that one configuration looks at, running on one loop: servers, tunnels, links. After each
// look the links are judged anew and a snapshot is published.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <asio/any_io_executor.hpp>
#include <asio/steady_timer.hpp>

#include "agent/link_watch.h"
#include "agent/server_poll.h"
#include "agent/state/kept.h"
#include "agent/targets.h"
#include "agent/tunnel_watch.h"
#include "exporters/snapshot.h"

namespace replwatch::agent {

class Watch {
 public:
  using Publish = std::function<void(exporters::Snapshot)>;

  // `before` is the watch that a reload replaces: polls and tunnels that it does not change go on
  // undisturbed, with their connections and counters, and links keep their history. Nothing else is to be
  // done with `before` than to end it.
  Watch(const asio::any_io_executor& executor, const Targets& targets, Publish publish, Watch* before);

  // What an earlier run has kept; to be called before start().
  void restore(const std::vector<StateRecord>& records, const link::ClockReading& now);
  // What is to be kept now: all that has changed since the last call.
  std::vector<StateRecord> to_keep(const link::ClockReading& now);

  void start();  // also what goes on is told to report here
  // Ends every coroutine at its next step; connections that hang are left to the destructor.
  void stop();

 private:
  template <class Watched, class Target>
  void take(std::vector<std::shared_ptr<Watched>>& mine, std::vector<std::shared_ptr<Watched>>* theirs,
            const Target& target, const std::function<void()>& on_change);
  void changed();
  void judge_and_publish();
  const ServerPoll* server(const std::string& name) const;
  const TunnelWatch* tunnel(const std::string& name) const;
  io::Task<void> tick();  // verdicts age although nothing answers

  asio::any_io_executor executor_;
  Publish publish_;
  std::vector<std::shared_ptr<ServerPoll>> servers_;
  std::vector<std::shared_ptr<TunnelWatch>> tunnels_;
  std::vector<std::function<void()>> to_start_;
  std::vector<LinkWatch> links_;
  Kept kept_;
  asio::steady_timer timer_;
  Duration shortest_{}, deadline_{};
  bool pending_ = false, stopping_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace replwatch::agent
