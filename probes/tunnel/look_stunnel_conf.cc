#include "probes/tunnel/look_stunnel_conf.h"

#include "probes/io/file.h"
#include "probes/io/folder.h"
#include "probes/text.h"

namespace replwatch::tunnel {
namespace {

Result<std::vector<std::string>> read_folder(const std::string& folder) {
  const Result<std::vector<std::string>> names = io::list_folder(folder);
  if (!names) return names.error();
  std::vector<std::string> texts;
  for (const std::string& name : *names) {
    const std::string path = in_folder(folder, name);
    const Result<io::FileFacts> facts = io::file_facts(path);
    if (facts && facts->is_folder) continue;
    Result<std::string> text = io::read_file(path);
    if (!text) return text.error();
    texts.push_back(std::move(*text));
  }
  return texts;
}

}  // namespace

Result<StunnelConf> look_at_stunnel_conf(const std::string& path) {
  const Result<std::string> text = io::read_file(path);
  if (!text) return text.error();
  Result<StunnelConf> conf = parse_stunnel_conf(*text, read_folder);
  if (!conf) return Failure{conf.error().reason, path + ": " + conf.error().text};
  return conf;
}

}  // namespace replwatch::tunnel
