// A folder of a test's own, gone with it, and what a writer of files does there.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "probes/io/fd.h"

namespace replwatch::testing {

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "replwatch-test-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }

  std::string path(std::string_view name) const { return path_ + "/" + std::string(name); }
  void write(std::string_view name, std::string_view bytes, mode_t mode = 0600) const {
    put(name, bytes, O_WRONLY | O_CREAT | O_TRUNC);
    chmod(path(name).c_str(), mode);
  }
  void append(std::string_view name, std::string_view bytes) const {
    put(name, bytes, O_WRONLY | O_CREAT | O_APPEND);
  }
  void rename(std::string_view from, std::string_view to) const {
    std::rename(path(from).c_str(), path(to).c_str());
  }
  // As if it had been written last so many seconds ago.
  void age(std::string_view name, int seconds) const {
    std::filesystem::last_write_time(
        path(name), std::filesystem::file_time_type::clock::now() - std::chrono::seconds(seconds));
  }
  void remove(std::string_view name) const { unlink(path(name).c_str()); }

 private:
  void put(std::string_view name, std::string_view bytes, int flags) const {
    const io::Fd fd(open(path(name).c_str(), flags | O_CLOEXEC, 0600));
    if (::write(fd.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) std::abort();
  }
  std::string path_;
};

}  // namespace replwatch::testing
