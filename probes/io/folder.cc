#include "probes/io/folder.h"

#include <dirent.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "probes/io/file.h"

namespace replwatch::io {

Result<std::vector<std::string>> list_folder(const std::string& path, std::size_t limit) {
  struct Close {
    void operator()(DIR* folder) const { closedir(folder); }
  };
  const std::unique_ptr<DIR, Close> folder(opendir(path.c_str()));
  if (!folder) return file_failure(path, errno);
  std::vector<std::string> names;
  while (const dirent* each = readdir(folder.get())) {
    const std::string name = each->d_name;
    if (name == "." || name == "..") continue;
    if (names.size() == limit) {
      return Failure{Reason::unreadable, path + ": more than " + std::to_string(limit) + " files"};
    }
    names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace replwatch::io
