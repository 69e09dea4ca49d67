#include "agent/watch.h"

#include <algorithm>
#include <exception>

#include <asio/co_spawn.hpp>
#include <asio/post.hpp>

#include "probes/io/clock.h"
#include "probes/io/wait.h"
#include "probes/link/find_tunnel.h"

namespace replwatch::agent {
namespace {

template <class Watched>
const Watched* find(const std::vector<std::shared_ptr<Watched>>& all, const std::string& name) {
  const auto found = std::ranges::find(all, name, [](const auto& each) { return each->target().name; });
  return found == all.end() ? nullptr : found->get();
}

// A coroutine that throws (no descriptor left, no memory) must not end in silence: the exception leaves the
// loop.
void pass_on(const std::exception_ptr& thrown) {
  if (thrown) std::rethrow_exception(thrown);
}

// A coroutine holds what it works on: after a reload it may outlive the watch by one step.
template <class Watched>
void spawn(const asio::any_io_executor& executor, std::shared_ptr<Watched> watched) {
  asio::co_spawn(
      executor,
      [](std::shared_ptr<Watched> held) -> io::Task<void> { co_await held->run(); }(std::move(watched)),
      pass_on);
}

}  // namespace

Watch::Watch(const asio::any_io_executor& executor, const Targets& targets, Publish publish, Watch* before)
    : executor_(executor),
      publish_(std::move(publish)),
      timer_(executor),
      shortest_(std::chrono::seconds(1)) {
  const auto on_change = [this, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) changed();
  };
  for (const ServerTarget& target : targets.servers) {
    take(servers_, before == nullptr ? nullptr : &before->servers_, target, on_change);
    shortest_ = std::min(shortest_, target.interval);
    deadline_ = std::max(deadline_, target.deadline);
  }
  for (const TunnelTarget& target : targets.tunnels) {
    take(tunnels_, before == nullptr ? nullptr : &before->tunnels_, target, on_change);
  }
  for (const LinkTarget& target : targets.links) {
    auto* known = before == nullptr ? nullptr : &before->links_;
    const auto same = [&](const LinkWatch& link) { return link.target().name == target.name; };
    const auto found =
        known == nullptr ? std::vector<LinkWatch>::iterator{} : std::ranges::find_if(*known, same);
    if (known != nullptr && found != known->end() && found->adopt(target)) {
      links_.push_back(std::move(*found));
    } else {
      links_.emplace_back(target);
    }
  }
}

// From the watch before if nothing has changed, else anew.
template <class Watched, class Target>
void Watch::take(std::vector<std::shared_ptr<Watched>>& mine, std::vector<std::shared_ptr<Watched>>* theirs,
                 const Target& target, const std::function<void()>& on_change) {
  if (theirs != nullptr) {
    const auto found = std::ranges::find(*theirs, target, [](const auto& each) { return each->target(); });
    if (found != theirs->end()) {
      (*found)->tell(on_change);
      mine.push_back(std::move(*found));
      theirs->erase(found);
      return;
    }
  }
  mine.push_back(std::make_shared<Watched>(executor_, target, on_change));
  to_start_.push_back([executor = executor_, made = mine.back()] { spawn(executor, made); });
}

void Watch::restore(const std::vector<StateRecord>& records, const link::ClockReading& now) {
  for (const StateRecord& each : records) {
    if (each.kind == kLogKind) {
      const auto found =
          std::ranges::find(tunnels_, each.name, [](const auto& one) { return one->target().name; });
      auto saved = decode_log(each.value);
      if (found != tunnels_.end() && saved) (*found)->restore(std::move(*saved));
    } else if (each.kind == kHistoryKind) {
      const auto found =
          std::ranges::find(links_, each.name, [](const auto& one) { return one.target().name; });
      if (found == links_.end()) continue;
      auto saved = decode_history(each.value);
      auto usable = saved ? link::carried_over(std::move(*saved), each.taken, now) : std::nullopt;
      if (usable) found->restore(std::move(*usable));
    }
  }
}

std::vector<StateRecord> Watch::to_keep(const link::ClockReading& now) {
  std::vector<StateRecord> records;
  for (const auto& each : tunnels_) {
    if (const auto saved = each->saved())
      kept_.add({kLogKind, each->target().name, encode(*saved), now}, records);
  }
  for (const LinkWatch& each : links_) {
    const link::SavedHistory& history = each.history();
    if (history.entries.empty() || !kept_.is_due(each.target().name, history.entries.size(), now.instant))
      continue;
    kept_.add({kHistoryKind, each.target().name, encode(history), now}, records);
  }
  return records;
}

void Watch::start() {
  for (const auto& start_it : std::exchange(to_start_, {})) start_it();
  asio::co_spawn(executor_, tick(), pass_on);
  judge_and_publish();
}

void Watch::stop() {
  stopping_ = true;
  alive_.reset();
  timer_.cancel();
  for (const auto& each : servers_) each->stop();
  for (const auto& each : tunnels_) each->stop();
}

const ServerPoll* Watch::server(const std::string& name) const { return find(servers_, name); }
const TunnelWatch* Watch::tunnel(const std::string& name) const { return find(tunnels_, name); }

// Looks that end together make one snapshot.
void Watch::changed() {
  if (pending_) return;
  pending_ = true;
  asio::post(executor_, [this, alive = std::weak_ptr(alive_)] {
    if (alive.expired()) return;
    pending_ = false;
    judge_and_publish();
  });
}

io::Task<void> Watch::tick() {
  const std::weak_ptr<bool> alive = alive_;
  while (!alive.expired()) {
    co_await io::sleep_until(timer_, io::now() + std::chrono::seconds(1));
    if (alive.expired()) co_return;
    judge_and_publish();
  }
}

void Watch::judge_and_publish() {
  exporters::Snapshot snapshot;
  const exporters::Now now{io::now(), io::wall_now()};
  snapshot.taken = now.instant;
  snapshot.deadline = deadline_;
  snapshot.shortest_interval = std::max<Duration>(shortest_, std::chrono::seconds(1));
  const auto append = [&](std::vector<exporters::ProbeRecord> records) {
    std::ranges::move(records, std::back_inserter(snapshot.probes));
  };
  for (const auto& each : servers_) {
    snapshot.servers.push_back({each->target().name, each->target().address.text(),
                                each->target().roles.source, each->target().roles.replica, each->sight()});
    append(each->records());
  }
  std::vector<std::string> dump_threads;
  for (const auto& each : servers_) {
    if (!each->sight().threads.value) continue;
    for (const mysql::Thread& thread : *each->sight().threads.value) {
      if (thread.kind == mysql::ThreadKind::dump) dump_threads.push_back(thread.host);
    }
  }
  for (const auto& each : tunnels_) {
    each->note_dump_threads(dump_threads);
    exporters::TunnelRecord record{each->target().name, each->state(), {}};
    record.findings = link::find_in_tunnel(record.state);
    accept_findings(each->target().accept, record.findings, now.wall);
    snapshot.tunnels.push_back(std::move(record));
    append(each->records());
  }
  for (LinkWatch& each : links_) {
    LinkSight sight;
    if (const ServerPoll* source = server(each.target().source)) sight.source = &source->sight();
    if (const ServerPoll* replica = server(each.target().replica)) sight.replica = &replica->sight();
    if (const TunnelWatch* found = tunnel(each.target().tunnel)) sight.tunnel = &found->state();
    snapshot.links.push_back(each.judge(sight, now));
  }
  publish_(std::move(snapshot));
}

}  // namespace replwatch::agent
