#include "probes/io/followed_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <utility>

#include "probes/io/file.h"
#include "probes/io/folder.h"
#include "probes/text.h"

namespace replwatch::io {
namespace {

// The file itself, then what it was rotated to, the newest first. Compressed ones cannot be read.
std::vector<std::string> files_named_like(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  std::vector<std::pair<WallTime, std::string>> beside;
  const Result<std::vector<std::string>> names = list_folder(folder);
  for (const std::string& other : names ? *names : std::vector<std::string>()) {
    const bool rotated = other.size() > name.size() && other.starts_with(name) &&
                         (other[name.size()] == '.' || other[name.size()] == '-');
    if (!rotated || other.ends_with(".gz") || other.ends_with(".xz")) continue;
    const std::string whole = in_folder(folder, other);
    if (const auto facts = file_facts(whole)) beside.emplace_back(facts->modified, whole);
  }
  std::ranges::sort(beside, std::greater());
  std::vector<std::string> all{path};
  for (auto& [written, other] : beside) all.push_back(std::move(other));
  return all;
}

std::string read_at(const Fd& fd, std::uint64_t offset, std::uint64_t length) {
  std::string bytes(length, '\0');
  const ssize_t got = pread(fd.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
  bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return bytes;
}

}  // namespace

Result<FilePiece> FollowedFile::open_anew(const std::string& path) {
  Fd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return file_failure(path, errno);
  struct stat found {};
  if (fstat(fd.get(), &found) != 0) return file_failure(path, errno);
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
  if (fstat(fd_.get(), &found) != 0) return file_failure(path_, errno);
  if (static_cast<std::uint64_t>(found.st_size) < offset_) {  // copytruncate
    offset_ = 0;
    tail_.clear();
    restarted_ = true;
  }
  std::string bytes(limit, '\0');
  const ssize_t got = pread(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset_));
  if (got < 0) return file_failure(path_, errno);
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
    if (stat(path_.c_str(), &named) != 0) return file_failure(path_, errno);
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

// Whether the file holds what was read up to the place; it is open then.
bool FollowedFile::is_at(const std::string& path, const FilePlace& place) {
  if (!open_anew(path)) return false;
  const std::uint64_t length = place.tail.size();
  if (read_at(fd_, place.offset - length, length) == place.tail) return true;
  fd_.reset();
  return false;
}

Result<Done> FollowedFile::skip_to_end() {
  const Result<FilePiece> opened = open_anew(path_);
  if (!opened) return opened.error();
  struct stat found {};
  if (fstat(fd_.get(), &found) != 0) return file_failure(path_, errno);
  const auto size = static_cast<std::uint64_t>(found.st_size);
  tail_ = read_at(fd_, size - std::min<std::uint64_t>(size, FilePlace::kTail),
                  std::min<std::uint64_t>(size, FilePlace::kTail));
  offset_ = size;
  return Done{};
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
  if (!fd_) return {};
  const std::uint64_t length = std::min<std::uint64_t>(limit, offset_);
  std::string bytes = read_at(fd_, offset_ - length, length);
  if (length == offset_) return bytes;
  const std::size_t line = bytes.find('\n');
  return line == std::string::npos ? std::string() : bytes.substr(line + 1);
}

std::optional<FilePlace> FollowedFile::place() const {
  if (!fd_) return std::nullopt;
  return FilePlace{offset_, tail_};
}

}  // namespace replwatch::io
