#include <cstdio>
#include <memory>

#include "agent/commands/command.h"
#include "exporters/log_json.h"
#include "probes/io/followed_file.h"
#include "probes/tunnel/log_summary.h"

namespace replwatch::commands {
namespace {

struct Asked {
  std::vector<std::string> files;
  std::string format = "text";
};

int print_log(const Asked& asked) {
  tunnel::LogCounter counter;
  for (const std::string& path : asked.files) {
    io::FollowedFile file(path);
    while (true) {
      const Result<io::FilePiece> piece = file.read_on();
      if (!piece) return fail(piece.error().text);
      if (piece->bytes.empty()) break;
      counter.feed(piece->bytes);
    }
  }
  const tunnel::LogSummary summary = counter.finish();
  const std::string text =
      asked.format == "json" ? exporters::log_json(summary) : exporters::log_text(summary);
  std::fputs(text.c_str(), stdout);
  return kDone;
}

}  // namespace

void add_log(CLI::App& app, int& code) {
  auto* command = app.add_subcommand(
      "log", "Say what an stunnel log of any version tells: connections, refusals, failures");
  const auto asked = std::make_shared<Asked>();
  command->add_option("file", asked->files, "The log's files in reading order, oldest first")
      ->required()
      ->type_name("FILE");
  command->add_option("--format", asked->format, "text or json")
      ->capture_default_str()
      ->check(CLI::IsMember({"text", "json"}));
  command->callback([asked, &code] { code = print_log(*asked); });
}

}  // namespace replwatch::commands
