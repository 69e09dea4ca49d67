#include "agent/state/store.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace replwatch::agent {

struct Store::Shared {
  explicit Shared(std::string the_path) : path(std::move(the_path)) {}

  const std::string path;
  std::mutex mutex;
  std::condition_variable changed;
  bool ending = false, opened = false, writing = false;
  std::vector<StateRecord> read;
  std::map<std::pair<std::string, std::string>, StateRecord> waiting;
  std::optional<Failure> failure;
  std::string warning;
};

Store::Store(std::string path) : shared_(std::make_shared<Shared>(std::move(path))) {
  std::thread([shared = shared_] { work(shared); }).detach();
}

Store::~Store() {
  const std::lock_guard lock(shared_->mutex);
  shared_->ending = true;
  shared_->changed.notify_all();
}

void Store::work(const std::shared_ptr<Shared>& shared) {
  std::string warning;
  Result<Database> database = Database::open(shared->path, warning);
  Result<std::vector<StateRecord>> read =
      database ? database->read_all() : Result<std::vector<StateRecord>>(database.error());
  std::unique_lock lock(shared->mutex);
  shared->warning = warning;
  if (read) {
    shared->read = std::move(*read);
  } else {
    shared->failure = read.error();
  }
  shared->opened = true;
  shared->changed.notify_all();
  // What was never read must not be replaced by less.
  while (read) {
    shared->changed.wait(lock, [&] { return shared->ending || !shared->waiting.empty(); });
    if (shared->waiting.empty()) break;
    std::vector<StateRecord> batch;
    for (auto& [key, record] : std::exchange(shared->waiting, {})) batch.push_back(std::move(record));
    shared->writing = true;
    lock.unlock();
    const Result<Done> written = database->write(batch);
    lock.lock();
    shared->writing = false;
    shared->failure = written ? std::nullopt : std::optional(written.error());
    shared->changed.notify_all();
  }
}

std::vector<StateRecord> Store::read(Duration limit) {
  std::unique_lock lock(shared_->mutex);
  if (!shared_->changed.wait_for(lock, limit, [&] { return shared_->opened; })) {
    shared_->failure = Failure{Reason::timed_out, shared_->path + ": the disk does not answer"};
    return {};
  }
  return std::exchange(shared_->read, {});
}

void Store::keep(std::vector<StateRecord> records) {
  const std::lock_guard lock(shared_->mutex);
  for (StateRecord& each : records) {
    auto key = std::pair(each.kind, each.name);
    shared_->waiting.insert_or_assign(std::move(key), std::move(each));
  }
  shared_->changed.notify_all();
}

bool Store::flush(Duration limit) {
  std::unique_lock lock(shared_->mutex);
  return shared_->changed.wait_for(lock, limit, [&] {
    return (shared_->waiting.empty() && !shared_->writing) || (shared_->opened && shared_->failure);
  });
}

std::optional<Failure> Store::failure() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->failure;
}

std::string Store::warning() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->warning;
}

}  // namespace replwatch::agent
