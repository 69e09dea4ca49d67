#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include "agent/commands/ask_agent.h"
#include "agent/commands/command.h"
#include "exporters/status_text.h"
#include "probes/io/clock.h"

namespace replwatch::commands {
namespace {

struct Asked {
  AgentAddress agent;
  std::string format = "text", link;
  bool watch = false, wait = false;
  int wait_seconds = 60;
};

std::string path_of(const Asked& asked) {
  return asked.link.empty() ? "/api/v1/status" : "/api/v1/links/" + asked.link;
}

int print_once(const Asked& asked) {
  const Result<std::string> answer = ask_agent(asked.agent, path_of(asked));
  if (!answer) return fail(answer.error().text);
  if (asked.format == "json") {
    std::fputs(answer->c_str(), stdout);
    return kDone;
  }
  exporters::TextOptions options;
  options.colour = isatty(STDOUT_FILENO) == 1;
  options.link = asked.link;
  const Result<std::string> text = exporters::status_text(*answer, options);
  if (!text) return fail(text.error().text);
  if (asked.watch && options.colour) std::fputs("\x1b[H\x1b[2J", stdout);
  std::fputs(text->c_str(), stdout);
  std::fflush(stdout);
  return kDone;
}

// Ready is when every probe has looked once: before that a verdict would be of nothing.
int wait_for_verdict(const Asked& asked) {
  const Instant end = io::now() + std::chrono::seconds(asked.wait_seconds);
  while (true) {
    const Result<std::string> ready = ask_agent(asked.agent, "/-/ready");
    if (ready) return kDone;
    if (io::now() >= end)
      return fail("no verdict within " + std::to_string(asked.wait_seconds) + " s: " + ready.error().text);
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

int print_status(const Asked& asked) {
  if (asked.wait && wait_for_verdict(asked) != kDone) return kFailed;
  int code = print_once(asked);
  while (asked.watch) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    code = print_once(asked);
  }
  return code;
}

}  // namespace

void add_status(CLI::App& app, int& code) {
  auto* command = app.add_subcommand("status", "Ask the running agent how its links are, worst first");
  const auto asked = std::make_shared<Asked>();
  add_agent_options(*command, asked->agent);
  command->add_option("--format", asked->format, "text or json")
      ->capture_default_str()
      ->check(CLI::IsMember({"text", "json"}));
  command->add_option("-l,--link", asked->link, "Only this link");
  command->add_flag("-w,--watch", asked->watch, "Again each second, until interrupted");
  command->add_flag("--wait", asked->wait, "Wait for the first verdict (60 s at most)");
  command->callback([asked, &code] { code = print_status(*asked); });
}

}  // namespace replwatch::commands
