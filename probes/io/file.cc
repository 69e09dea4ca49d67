#include "probes/io/file.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "probes/io/fd.h"

namespace replwatch::io {
namespace {

FileFacts facts_of(const struct stat& found) {
  return {
      found.st_dev,
      found.st_ino,
      static_cast<std::uint64_t>(found.st_size),
      found.st_mode & 07777,
      found.st_uid,
      found.st_gid,
      WallTime(std::chrono::seconds(found.st_mtim.tv_sec) + std::chrono::nanoseconds(found.st_mtim.tv_nsec)),
      S_ISDIR(found.st_mode)};
}

// Non-blocking, so that a FIFO in a file's place cannot hold the caller.
Result<Fd> open_regular(const std::string& path) {
  Fd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return file_failure(path, errno);
  struct stat found {};
  if (fstat(fd.get(), &found) != 0) return file_failure(path, errno);
  if (!S_ISREG(found.st_mode)) return Failure{Reason::unreadable, path + ": not a regular file"};
  return fd;
}

}  // namespace

Failure file_failure(const std::string& path, int number) {
  return {number == ENOENT || number == ENOTDIR ? Reason::missing : Reason::unreadable,
          path + ": " + std::strerror(number), static_cast<unsigned>(number)};
}

Result<std::string> read_end(const std::string& path, std::size_t limit) {
  const Result<Fd> fd = open_regular(path);
  if (!fd) return fd.error();
  struct stat found {};
  if (fstat(fd->get(), &found) != 0) return file_failure(path, errno);
  const auto size = static_cast<std::size_t>(found.st_size);
  std::string bytes(std::min(size, limit), '\0');
  const ssize_t got = pread(fd->get(), bytes.data(), bytes.size(), static_cast<off_t>(size - bytes.size()));
  if (got < 0) return file_failure(path, errno);
  bytes.resize(static_cast<std::size_t>(got));
  if (size > limit) bytes.erase(0, bytes.find('\n') + 1);
  return bytes;
}

Result<Done> try_to_open(const std::string& path) {
  const Result<Fd> fd = open_regular(path);
  return fd ? Result<Done>(Done{}) : Result<Done>(fd.error());
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  const Result<Fd> opened = open_regular(path);
  if (!opened) return opened.error();
  const Fd& fd = *opened;
  std::string text;
  char block[16384];
  while (true) {
    const ssize_t got = read(fd.get(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_failure(path, errno);
    if (got == 0) return text;
    text.append(block, static_cast<std::size_t>(got));
    if (text.size() > limit) {
      return Failure{Reason::unreadable, path + ": larger than " + std::to_string(limit) + " bytes"};
    }
  }
}

Result<FileFacts> file_facts(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return file_failure(path, errno);
  return facts_of(found);
}

Result<bool> is_in_memory(const std::string& path) {
  struct statfs found {};
  if (statfs(path.c_str(), &found) != 0) return file_failure(path, errno);
  return found.f_type == TMPFS_MAGIC || found.f_type == RAMFS_MAGIC;
}

bool open_to_others(const FileFacts& facts) { return (facts.mode & 0007) != 0; }

}  // namespace replwatch::io
