#include <cstdio>

#include "agent/commands/command.h"
#include "agent/version.h"

namespace replwatch::commands {

void add_version(CLI::App& app, int& code) {
  app.add_subcommand("version", "Print the version")->callback([&code] {
    std::printf("replwatch %s\n", std::string(kVersion).c_str());
    code = kDone;
  });
  app.set_version_flag("-V,--version", "replwatch " + std::string(kVersion));
}

}  // namespace replwatch::commands
