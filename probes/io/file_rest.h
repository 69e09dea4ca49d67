// What a log has got since an earlier run read it, through rotation by renaming and by copying: for programs
// that run once and keep only the place they came to.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "probes/result.h"

namespace replwatch::io {

struct FilePlace {
  std::uint64_t device = 0, inode = 0;
  std::uint64_t offset = 0;  // behind the last finished line
  std::uint64_t mark =
      0;  // of the bytes before it, which tells a file that was written anew from one that grew

  bool operator==(const FilePlace&) const = default;
};

enum class Passage {
  context,    // read before; only what began there is of interest
  news,       // not read before
  next_file,  // no bytes; what was unfinished is not continued, because the file between is gone
};
using PassageSink = std::function<void(Passage, std::string_view)>;

struct FileRest {
  FilePlace place;          // up to which the file was read now
  bool rest_lost = false;   // the file read before is gone, with whatever came into it since
  bool began_anew = false;  // the log was rotated or truncated since
};

// Gives finished lines only, in pieces cut anywhere. Without `from` the whole file is news. With it, up to 64
// KiB before that place come first, as context. A file that was renamed is looked for in the same folder; one
// that was copied and truncated under `path` + ".1". Fails when `path` cannot be read.
Result<FileRest> read_rest(const std::string& path, const std::optional<FilePlace>& from,
                           const PassageSink& sink);

// The end of the file as a place, nothing read.
Result<FilePlace> end_of_file(const std::string& path);

}  // namespace replwatch::io
