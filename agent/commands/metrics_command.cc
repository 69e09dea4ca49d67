#include <cstdio>

#include "agent/commands/command.h"
#include "exporters/metric_reference.h"

namespace replwatch::commands {

void add_metrics(CLI::App& app, int& code) {
  app.add_subcommand("metrics", "Print the reference of all metrics, and which one watches what MAN06 names")
      ->callback([&code] {
        std::fputs(exporters::metric_reference().c_str(), stdout);
        code = kDone;
      });
}

}  // namespace replwatch::commands
