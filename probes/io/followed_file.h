// A growing text file, followed through rename, truncation and disappearance: each byte is given once, in
// order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probes/io/fd.h"
#include "probes/result.h"

namespace replwatch::io {

struct FilePiece {
  std::string bytes;       // empty: nothing new for now
  bool restarted = false;  // these bytes are the first of another file, or of one that was truncated
};

// How far a file was read: enough for a later run to know the file again, whatever it was renamed or copied
// to meanwhile. By its bytes: an inode is given to other files, and a copy has another one.
struct FilePlace {
  std::uint64_t offset = 0;
  std::string tail;  // the bytes before the offset, at most kTail

  static constexpr std::size_t kTail = 64;
  bool operator==(const FilePlace&) const = default;
};

class FollowedFile {
 public:
  explicit FollowedFile(std::string path) : path_(std::move(path)) {}

  // The next bytes, at most `limit`. A file that was renamed is read to its end before the new one of that
  // name is opened, and that only once it holds something. Fails while the path cannot be opened and nothing
  // of an older file is left; may be called again.
  Result<FilePiece> read_on(std::size_t limit = 1u << 20);

  // To be called before anything is read: goes on where an earlier run stood, in the file of that name or in
  // one beside it that it was renamed or copied to (NAME.1, NAME-20261124); files that came between are read
  // in their order. False when none is known again: then all of the present file is new.
  bool resume(const FilePlace& place);
  // Likewise: what stands in the file now is not given.
  Result<Done> skip_to_end();
  // Up to `limit` bytes that stand before the place, from the beginning of a line on.
  std::string before(std::size_t limit) const;

  // Empty while no file is open.
  std::optional<FilePlace> place() const;
  const std::string& path() const { return path_; }

 private:
  Result<FilePiece> open_anew(const std::string& path);
  bool is_at(const std::string& path, const FilePlace& place);
  Result<std::string> read_here(std::size_t limit);
  FilePiece give(std::string bytes);

  std::string path_;
  std::vector<std::string> between_;  // to be read before the present file, oldest first
  std::string tail_;
  Fd fd_;
  std::uint64_t device_ = 0, inode_ = 0, offset_ = 0;
  bool restarted_ = false;
};

}  // namespace replwatch::io
