#include <unistd.h>

#include <cstdio>
#include <memory>

#include "agent/commands/ask_agent.h"
#include "agent/commands/command.h"
#include "agent/config/types.h"
#include "exporters/explain_text.h"
#include "probes/text.h"

namespace replwatch::commands {
namespace {

struct Asked {
  AgentAddress agent;
  std::string link;
};

int explain(const Asked& asked) {
  if (!config::is_name(asked.link)) {
    return fail("\"" + one_line(asked.link, 80) + "\" is no link's name; replwatch status lists them");
  }
  const Result<std::string> answer = ask_agent(asked.agent, "/api/v1/links/" + asked.link);
  if (!answer) return fail(answer.error().text);
  const Result<std::string> said = exporters::explain_text(*answer, isatty(STDOUT_FILENO) == 1);
  if (!said) return fail(said.error().text);
  std::fputs(said->c_str(), stdout);
  return kDone;
}

}  // namespace

void add_explain(CLI::App& app, int& code) {
  auto* command =
      app.add_subcommand("explain",
                         "Ask the running agent why a link is judged as it is: evidence, what was "
                         "ruled out, what to check next, and what would be lost with the source");
  const auto asked = std::make_shared<Asked>();
  command->add_option("link", asked->link, "The link's name")->required()->type_name("LINK");
  add_agent_options(*command, asked->agent);
  command->footer(
      "Exit codes: 0 explained, whatever the verdict is; 1 no agent, or no such link; 2 wrong command line.");
  command->callback([asked, &code] { code = explain(*asked); });
}

}  // namespace replwatch::commands
