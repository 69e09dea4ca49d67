#include "agent/config/load.h"

#include "agent/config/parse.h"
#include "probes/io/file.h"

namespace replwatch::config {
namespace {

constexpr std::size_t kLargestFile = 4u << 20;

void add_lines(const std::vector<Problem>& problems, const std::string& file,
               std::vector<std::string>& lines) {
  for (const Problem& problem : problems) lines.push_back(line_of(problem, file));
}

}  // namespace

Loaded load_config(const std::string& file, const Environment& environment) {
  Loaded loaded;
  const Result<std::string> text = io::read_file(file, kLargestFile);
  if (!text) {
    loaded.errors.push_back(text.error().text +
                            "; name the configuration with --config FILE, or make it readable");
    return loaded;
  }
  Parsed parsed = parse_config(*text);
  add_lines(parsed.problems, file, loaded.errors);
  if (!parsed.config) return loaded;
  const FileCheck files = check_files(*parsed.config, parsed.lines);
  add_lines(files.refused, file, loaded.errors);
  add_lines(take_passwords(*parsed.config, parsed.lines, environment), file, loaded.errors);
  add_lines(files.warned, file, loaded.warnings);
  if (loaded.errors.empty()) loaded.config = std::move(parsed.config);
  return loaded;
}

}  // namespace replwatch::config
