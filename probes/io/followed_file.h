// A growing text file, followed through rename, truncation and disappearance: each byte is given once, in
// order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "probes/io/fd.h"
#include "probes/result.h"

namespace replwatch::io {

struct FilePiece {
  std::string bytes;       // empty: nothing new for now
  bool restarted = false;  // these bytes are the first of another file, or of one that was truncated
};

class FollowedFile {
 public:
  explicit FollowedFile(std::string path) : path_(std::move(path)) {}

  // The next bytes, at most `limit`. A file that was renamed is read to its end before the new one of that
  // name is opened, and that only once it holds something. Fails while the path cannot be opened and nothing
  // of an older file is left; may be called again.
  Result<FilePiece> read_on(std::size_t limit = 1u << 20);

  const std::string& path() const { return path_; }

 private:
  Result<FilePiece> open_anew();
  Result<std::string> read_here(std::size_t limit);
  FilePiece give(std::string bytes);

  std::string path_;
  Fd fd_;
  std::uint64_t device_ = 0, inode_ = 0, offset_ = 0;
  bool restarted_ = false;
};

}  // namespace replwatch::io
