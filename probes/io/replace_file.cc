#include "probes/io/replace_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "probes/io/fd.h"

namespace replwatch::io {
namespace {

Result<Done> write_whole(const Fd& fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = write(fd.get(), text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return Failure{Reason::unreadable, std::strerror(errno), static_cast<unsigned>(errno)};
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  if (fsync(fd.get()) != 0) {
    return Failure{Reason::unreadable, std::strerror(errno), static_cast<unsigned>(errno)};
  }
  return Done{};
}

}  // namespace

Result<Done> replace_file(const std::string& path, std::string_view text) {
  std::string beside = path + ".XXXXXX";
  const Fd fd(mkostemp(beside.data(), O_CLOEXEC));
  if (!fd) {
    return Failure{Reason::unreadable, path + ": " + std::strerror(errno), static_cast<unsigned>(errno)};
  }
  Result<Done> done = write_whole(fd, text);
  if (done && std::rename(beside.c_str(), path.c_str()) != 0) {
    done = Failure{Reason::unreadable, std::strerror(errno), static_cast<unsigned>(errno)};
  }
  if (done) return done;
  unlink(beside.c_str());
  return Failure{done.error().reason, path + ": " + done.error().text, done.error().number};
}

}  // namespace replwatch::io
