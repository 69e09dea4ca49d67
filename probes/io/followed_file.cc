#include "probes/io/followed_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <functional>
#include <system_error>
#include <utility>

namespace replwatch::io {
namespace {

Failure failure_at(const std::string& path, int number) {
  return {number == ENOENT || number == ENOTDIR ? Reason::missing : Reason::unreadable,
          path + ": " + std::strerror(number), static_cast<unsigned>(number)};
}

// The file itself, then what it was rotated to, the newest first. Compressed ones cannot be read.
std::vector<std::string> files_named_like(const std::string& path) {
  namespace fs = std::filesystem;
  const std::string name = fs::path(path).filename();
  std::vector<std::pair<fs::file_time_type, std::string>> beside;
  std::error_code error;
  for (const fs::directory_entry& each : fs::directory_iterator(fs::path(path).parent_path(), error)) {
    const std::string other = each.path().filename();
    const bool rotated = other.size() > name.size() && other.starts_with(name) &&
                         (other[name.size()] == '.' || other[name.size()] == '-');
    if (!rotated || !each.is_regular_file(error) || other.ends_with(".gz") || other.ends_with(".xz"))
      continue;
    beside.emplace_back(each.last_write_time(error), each.path().string());
  }
  std::ranges::sort(beside, std::greater());
  std::vector<std::string> all{path};
  for (auto& [written, other] : beside) all.push_back(std::move(other));
  return all;
}

}  // namespace

Result<FilePiece> FollowedFile::open_anew(const std::string& path) {
  Fd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return failure_at(path, errno);
  struct stat found {};
  if (fstat(fd.get(), &found) != 0) return failure_at(path, errno);
  if (!S_ISREG(found.st_mode)) return Failure{Reason::unreadable, path + ": not a regular file"};
  fd_ = std::move(fd);
  device_ = found.st_dev;
  inode_ = found.st_ino;
  offset_ = 0;
  tail_.clear();
  restarted_ = true;
  return FilePiece{};
}

Result<std::string> FollowedFile::read_here(std::size_t limit) {
  struct stat found {};
  if (fstat(fd_.get(), &found) != 0) return failure_at(path_, errno);
  if (static_cast<std::uint64_t>(found.st_size) < offset_) {  // copytruncate
    offset_ = 0;
    tail_.clear();
    restarted_ = true;
  }
  std::string bytes(limit, '\0');
  const ssize_t got = pread(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset_));
  if (got < 0) return failure_at(path_, errno);
  bytes.resize(static_cast<std::size_t>(got));
  tail_ += bytes.substr(bytes.size() - std::min(bytes.size(), FilePlace::kTail));
  tail_.erase(0, tail_.size() - std::min(tail_.size(), FilePlace::kTail));
  offset_ += static_cast<std::uint64_t>(got);
  return bytes;
}

Result<FilePiece> FollowedFile::read_on(std::size_t limit) {
  if (!fd_) {
    const Result<FilePiece> opened = open_anew(path_);
    if (!opened) return opened.error();
  }
  Result<std::string> bytes = read_here(limit);
  if (!bytes) {
    fd_.reset();
    return bytes.error();
  }
  while (bytes && bytes->empty() && !between_.empty()) {
    const std::string next = between_.front();
    between_.erase(between_.begin());
    if (open_anew(next)) bytes = read_here(limit);
  }
  if (!bytes) return bytes.error();
  if (bytes->empty()) {
    struct stat named {};
    if (stat(path_.c_str(), &named) != 0) return failure_at(path_, errno);
    if (named.st_dev == device_ && named.st_ino == inode_) return FilePiece{};
    // Whoever writes goes on in the old file until it opens the new one, and then writes there.
    if (named.st_size == 0) return FilePiece{};
    bytes = read_here(limit);
    if (bytes && !bytes->empty()) return give(std::move(*bytes));
    const Result<FilePiece> opened = open_anew(path_);
    if (!opened) return opened.error();
    bytes = read_here(limit);
    if (!bytes) return bytes.error();
  }
  return give(std::move(*bytes));
}

FilePiece FollowedFile::give(std::string bytes) {
  FilePiece piece{std::move(bytes), restarted_};
  if (!piece.bytes.empty()) restarted_ = false;
  return piece;
}

// Whether the file holds what was read up to the place.
bool FollowedFile::is_at(const std::string& path, const FilePlace& place) {
  if (!open_anew(path)) return false;
  std::string tail(place.tail.size(), '\0');
  const auto start = static_cast<off_t>(place.offset - place.tail.size());
  const ssize_t got = pread(fd_.get(), tail.data(), tail.size(), start);
  if (got == static_cast<ssize_t>(tail.size()) && tail == place.tail) {
    struct stat found {};
    if (fstat(fd_.get(), &found) == 0 && static_cast<std::uint64_t>(found.st_size) >= place.offset)
      return true;
  }
  fd_.reset();
  return false;
}

bool FollowedFile::resume(const FilePlace& place) {
  if (place.offset == 0 || place.tail.empty() || place.tail.size() > place.offset) return false;
  const std::vector<std::string> newest_first = files_named_like(path_);
  for (std::size_t i = 0; i < newest_first.size(); ++i) {
    if (!is_at(newest_first[i], place)) continue;
    offset_ = place.offset;
    tail_ = place.tail;
    restarted_ = false;
    for (std::size_t newer = i; newer-- > 1;) between_.push_back(newest_first[newer]);
    return true;
  }
  return false;
}

std::string FollowedFile::before(std::size_t limit) const {
  if (!fd_ || offset_ == 0) return {};
  const std::uint64_t length = std::min<std::uint64_t>(limit, offset_);
  std::string bytes(length, '\0');
  const ssize_t got = pread(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset_ - length));
  if (got != static_cast<ssize_t>(length)) return {};
  if (length == offset_) return bytes;
  const std::size_t line = bytes.find('\n');
  return line == std::string::npos ? std::string() : bytes.substr(line + 1);
}

std::optional<FilePlace> FollowedFile::place() const {
  if (!fd_) return std::nullopt;
  return FilePlace{device_, inode_, offset_, tail_};
}

}  // namespace replwatch::io
