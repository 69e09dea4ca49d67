#include "probes/io/followed_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace replwatch::io {
namespace {

Failure failure_at(const std::string& path, int number) {
  return {number == ENOENT || number == ENOTDIR ? Reason::missing : Reason::unreadable,
          path + ": " + std::strerror(number), static_cast<unsigned>(number)};
}

}  // namespace

Result<FilePiece> FollowedFile::open_anew() {
  Fd fd(open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return failure_at(path_, errno);
  struct stat found {};
  if (fstat(fd.get(), &found) != 0) return failure_at(path_, errno);
  if (!S_ISREG(found.st_mode)) return Failure{Reason::unreadable, path_ + ": not a regular file"};
  fd_ = std::move(fd);
  device_ = found.st_dev;
  inode_ = found.st_ino;
  offset_ = 0;
  restarted_ = true;
  return FilePiece{};
}

Result<std::string> FollowedFile::read_here(std::size_t limit) {
  struct stat found {};
  if (fstat(fd_.get(), &found) != 0) return failure_at(path_, errno);
  if (static_cast<std::uint64_t>(found.st_size) < offset_) {  // copytruncate
    offset_ = 0;
    restarted_ = true;
  }
  std::string bytes(limit, '\0');
  const ssize_t got = pread(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset_));
  if (got < 0) return failure_at(path_, errno);
  bytes.resize(static_cast<std::size_t>(got));
  offset_ += static_cast<std::uint64_t>(got);
  return bytes;
}

Result<FilePiece> FollowedFile::read_on(std::size_t limit) {
  if (!fd_) {
    const Result<FilePiece> opened = open_anew();
    if (!opened) return opened.error();
  }
  Result<std::string> bytes = read_here(limit);
  if (!bytes) {
    fd_.reset();
    return bytes.error();
  }
  if (bytes->empty()) {
    struct stat named {};
    if (stat(path_.c_str(), &named) != 0) return failure_at(path_, errno);
    if (named.st_dev == device_ && named.st_ino == inode_) return FilePiece{};
    // Whoever writes goes on in the old file until it opens the new one, and then writes there.
    if (named.st_size == 0) return FilePiece{};
    bytes = read_here(limit);
    if (bytes && !bytes->empty()) return give(std::move(*bytes));
    const Result<FilePiece> opened = open_anew();
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

}  // namespace replwatch::io
