// Files, read whole or followed. Nothing here blocks for long on a local file system.
#pragma once

#include <cstdint>
#include <string>

#include "probes/instant.h"
#include "probes/result.h"

namespace replwatch::io {

// Why a file or folder could not be used, from errno: `missing`, else `unreadable`.
Failure file_failure(const std::string& path, int number);

// The whole of a regular file of at most `limit` bytes.
Result<std::string> read_file(const std::string& path, std::size_t limit = 8u << 20);

// Its last `limit` bytes, from the beginning of a line on.
Result<std::string> read_end(const std::string& path, std::size_t limit);

// Whether a regular file can be opened for reading, however large it is.
Result<Done> try_to_open(const std::string& path);

struct FileFacts {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::uint32_t mode = 0, uid = 0, gid = 0;
  WallTime modified{};
  bool is_folder = false;
};
Result<FileFacts> file_facts(const std::string& path);

// Whether a folder lies on a file system in memory, which a boot empties.
Result<bool> is_in_memory(const std::string& path);

// Whether somebody other than the owner and the group may read or write it: refused for files with passwords.
bool open_to_others(const FileFacts& facts);

}  // namespace replwatch::io
