#include <memory>

#include "agent/commands/command.h"
#include "agent/config/load.h"
#include "agent/loop.h"

namespace replwatch::commands {

void add_agent(CLI::App& app, int& code) {
  auto* command =
      app.add_subcommand("agent", "Watch, and serve what is seen over HTTP, until SIGTERM (SIGHUP reloads)");
  const auto file = std::make_shared<std::string>(config::kUsualFile);
  command->add_option("-c,--config", *file, "The configuration file")
      ->capture_default_str()
      ->type_name("FILE");
  command->callback([file, &code] { code = agent::run_agent(*file); });
}

}  // namespace replwatch::commands
