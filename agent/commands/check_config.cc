#include <cstdio>
#include <memory>

#include "agent/commands/command.h"
#include "agent/config/load.h"
#include "probes/io/environment.h"

namespace replwatch::commands {
namespace {

int check(const std::string& file) {
  const config::Loaded loaded = config::load_config(file, io::environment_variable);
  for (const std::string& line : loaded.warnings) std::printf("warning: %s\n", line.c_str());
  for (const std::string& line : loaded.errors) std::fprintf(stderr, "%s\n", line.c_str());
  if (!loaded.config) return kFailed;
  std::printf("%s: good: %zu servers, %zu tunnels, %zu links\n", file.c_str(), loaded.config->servers.size(),
              loaded.config->tunnels.size(), loaded.config->links.size());
  return kDone;
}

}  // namespace

void add_check_config(CLI::App& app, int& code) {
  auto* command =
      app.add_subcommand("check-config", "Read the configuration and say all that is wrong with it");
  const auto file = std::make_shared<std::string>(config::kUsualFile);
  command->add_option("-c,--config", *file, "The configuration file")
      ->capture_default_str()
      ->type_name("FILE");
  command->callback([file, &code] { code = check(*file); });
}

}  // namespace replwatch::commands
