#include "probes/io/file_rest.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "probes/io/fd.h"

namespace replwatch::io {
namespace {

constexpr std::size_t kPiece = 1u << 20;
constexpr std::size_t kMarked = 256;
constexpr std::uint64_t kContext = 64 * 1024;

struct OpenFile {
  Fd fd;
  FilePlace place;  // offset: its size
};

Failure failure_at(const std::string& path, int number) {
  return {number == ENOENT || number == ENOTDIR ? Reason::missing : Reason::unreadable,
          path + ": " + std::strerror(number), static_cast<unsigned>(number)};
}

Result<OpenFile> open_file(const std::string& path) {
  Fd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return failure_at(path, errno);
  struct stat found {};
  if (fstat(fd.get(), &found) != 0) return failure_at(path, errno);
  if (!S_ISREG(found.st_mode)) return Failure{Reason::unreadable, path + ": not a regular file"};
  return OpenFile{std::move(fd), {found.st_dev, found.st_ino, static_cast<std::uint64_t>(found.st_size), 0}};
}

Result<std::string> read_at(const OpenFile& file, std::uint64_t offset, std::size_t limit) {
  std::string bytes(limit, '\0');
  const ssize_t got = pread(file.fd.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
  if (got < 0) return Failure{Reason::unreadable, std::string("reading the log: ") + std::strerror(errno)};
  bytes.resize(static_cast<std::size_t>(got));
  return bytes;
}

// FNV-1a over the bytes before `offset`.
std::uint64_t mark_before(const OpenFile& file, std::uint64_t offset) {
  const std::uint64_t length = std::min<std::uint64_t>(offset, kMarked);
  const auto bytes = read_at(file, offset - length, static_cast<std::size_t>(length));
  std::uint64_t mark = 14695981039346656037u;
  for (const char c : bytes ? *bytes : std::string())
    mark = (mark ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return mark;
}

// Whether `file` still holds before `from` what was read there.
bool goes_on_from(const OpenFile& file, const FilePlace& from) {
  return file.place.offset >= from.offset && mark_before(file, from.offset) == from.mark;
}

// The finished lines from `offset` on; returns where they end.
Result<std::uint64_t> give_lines(const OpenFile& file, std::uint64_t offset, const PassageSink& sink) {
  std::uint64_t finished = offset;
  std::string held;
  while (offset < file.place.offset) {
    const auto left = std::min<std::uint64_t>(kPiece, file.place.offset - offset);
    const auto bytes = read_at(file, offset, static_cast<std::size_t>(left));
    if (!bytes) return bytes.error();
    if (bytes->empty()) break;
    offset += bytes->size();
    const std::size_t newline = bytes->rfind('\n');
    if (newline == std::string::npos) {
      held += *bytes;
      continue;
    }
    sink(Passage::news, held);
    sink(Passage::news, std::string_view(*bytes).substr(0, newline + 1));
    held.assign(*bytes, newline + 1);
    finished = offset - held.size();
  }
  return finished;
}

Result<std::uint64_t> go_on(const OpenFile& file, const FilePlace& from, const PassageSink& sink) {
  const std::uint64_t length = std::min(from.offset, kContext);
  const auto bytes = read_at(file, from.offset - length, static_cast<std::size_t>(length));
  if (!bytes) return bytes.error();
  std::string_view context = *bytes;
  if (length < from.offset) context.remove_prefix(std::min(context.find('\n'), context.size() - 1) + 1);
  sink(Passage::context, context);
  return give_lines(file, from.offset, sink);
}

// A file of the same folder that begins with the log's name and is the one read before.
std::optional<OpenFile> find_renamed(const std::string& path, const FilePlace& from) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "./" : path.substr(0, slash + 1);
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(opendir(folder.c_str()), closedir);
  if (!listing) return std::nullopt;
  while (const dirent* const entry = readdir(listing.get())) {
    const std::string_view each = entry->d_name;
    if (each == name || !each.starts_with(name) || entry->d_ino != from.inode) continue;
    auto file = open_file(folder + std::string(each));
    if (file && file->place.device == from.device && file->place.inode == from.inode &&
        goes_on_from(*file, from)) {
      return std::move(*file);
    }
  }
  return std::nullopt;
}

std::optional<OpenFile> find_rotated(const std::string& path, const OpenFile& now, const FilePlace& from) {
  const bool same = now.place.device == from.device && now.place.inode == from.inode;
  if (!same) return find_renamed(path, from);
  auto copy = open_file(path + ".1");
  if (!copy || !goes_on_from(*copy, from)) return std::nullopt;
  return std::move(*copy);
}

}  // namespace

Result<FileRest> read_rest(const std::string& path, const std::optional<FilePlace>& from,
                           const PassageSink& sink) {
  const auto file = open_file(path);
  if (!file) return file.error();
  FileRest rest;
  const bool same = from && file->place.device == from->device && file->place.inode == from->inode;
  Result<std::uint64_t> end = std::uint64_t{0};
  if (same && goes_on_from(*file, *from)) {
    end = go_on(*file, *from, sink);
  } else {
    if (from) {
      rest.began_anew = true;
      const auto older = find_rotated(path, *file, *from);
      rest.rest_lost = !older;
      if (older) {
        const auto read = go_on(*older, *from, sink);
        if (!read) return read.error();
      }
      if (!older) sink(Passage::next_file, {});
    }
    end = give_lines(*file, 0, sink);
  }
  if (!end) return end.error();
  rest.place = file->place;
  rest.place.offset = *end;
  rest.place.mark = mark_before(*file, *end);
  return rest;
}

Result<FilePlace> end_of_file(const std::string& path) {
  const auto file = open_file(path);
  if (!file) return file.error();
  FilePlace place = file->place;
  while (place.offset > 0) {
    const std::uint64_t length = std::min<std::uint64_t>(place.offset, kContext);
    const auto bytes = read_at(*file, place.offset - length, static_cast<std::size_t>(length));
    if (!bytes) return bytes.error();
    const std::size_t newline = bytes->rfind('\n');
    place.offset -= newline == std::string::npos ? length : length - newline - 1;
    if (newline != std::string::npos || bytes->empty()) break;
  }
  place.mark = mark_before(*file, place.offset);
  return place;
}

}  // namespace replwatch::io
