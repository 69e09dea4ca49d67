#include <cstdio>

#include "agent/commands/command.h"

namespace replwatch::commands {

int fail(const std::string& text) {
  std::fprintf(stderr, "replwatch: %s\n", text.c_str());
  return kFailed;
}

}  // namespace replwatch::commands

int main(int argc, char** argv) {
  using namespace replwatch::commands;
  CLI::App app{
      "Watches MySQL and MariaDB replication through stunnel: how old the data on the replica is at worst, "
      "and\n"
      "which hop is broken. Start with `replwatch check-config`, then `replwatch agent`, then `replwatch "
      "status`.",
      "replwatch"};
  app.require_subcommand(1);
  app.footer("Exit codes: 0 done, 1 not done (one line on standard error says why), 2 wrong command line.");
  int code = kDone;
  add_agent(app, code);
  add_check_config(app, code);
  add_status(app, code);
  add_explain(app, code);
  add_log(app, code);
  add_metrics(app, code);
  add_version(app, code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kMisused;
  }
  return code;
}
