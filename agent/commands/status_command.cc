#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include "agent/commands/command.h"
#include "agent/config/load.h"
#include "agent/config/parse.h"
#include "exporters/status_text.h"
#include "probes/io/clock.h"
#include "probes/io/environment.h"
#include "probes/io/file.h"
#include "probes/io/http_get.h"
#include "probes/text.h"

namespace replwatch::commands {
namespace {

constexpr auto kAskLimit = std::chrono::seconds(5);

struct Asked {
  std::string config = config::kUsualFile, agent, user, password_env;
  std::string format = "text", link;
  bool watch = false, wait = false;
  int wait_seconds = 60;
};

// Where the agent listens: as said, else as the configuration says if it can be read, else the usual place.
std::string agent_address(const Asked& asked) {
  if (!asked.agent.empty()) return asked.agent;
  // Parsed only: who asks for the status need not be able to read the secrets.
  const Result<std::string> text = io::read_file(asked.config);
  const config::Parsed parsed = text ? config::parse_config(*text) : config::Parsed{};
  const config::Listen listen = parsed.config ? parsed.config->listen : config::Listen{};
  const bool any = listen.address == "0.0.0.0";
  return (any ? "127.0.0.1" : listen.address) + ":" + std::to_string(listen.port);
}

Result<std::string> ask(const Asked& asked, const std::string& path) {
  const std::string password =
      asked.password_env.empty() ? "" : io::environment_variable(asked.password_env).value_or("");
  const std::string url = "http://" + agent_address(asked) + path;
  const Result<io::HttpAnswer> answer = io::http_get(url, asked.user, password, kAskLimit);
  if (!answer) {
    Failure why = answer.error();
    if (why.reason == Reason::refused)
      why.text += "; is the agent running? (replwatch agent, or --agent HOST:PORT)";
    return why;
  }
  if (answer->status != 200) {
    return Failure{Reason::statement_failed,
                   url + ": HTTP " + std::to_string(answer->status) + ": " + one_line(answer->body, 300)};
  }
  return answer->body;
}

std::string path_of(const Asked& asked) {
  return asked.link.empty() ? "/api/v1/status" : "/api/v1/links/" + asked.link;
}

int print_once(const Asked& asked) {
  const Result<std::string> answer = ask(asked, path_of(asked));
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
    const Result<std::string> ready = ask(asked, "/-/ready");
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
  command->add_option("-c,--config", asked->config, "Where to read the agent's address")
      ->capture_default_str()
      ->type_name("FILE");
  command->add_option("-a,--agent", asked->agent, "The agent's address, instead of the configuration's")
      ->type_name("HOST:PORT");
  command->add_option("-u,--user", asked->user, "The user, where the agent asks for one");
  command
      ->add_option("--password-env", asked->password_env, "The environment variable that holds the password")
      ->type_name("NAME");
  command->add_option("--format", asked->format, "text or json")
      ->capture_default_str()
      ->check(CLI::IsMember({"text", "json"}));
  command->add_option("-l,--link", asked->link, "Only this link");
  command->add_flag("-w,--watch", asked->watch, "Again each second, until interrupted");
  command->add_flag("--wait", asked->wait, "Wait for the first verdict (60 s at most)");
  command->callback([asked, &code] { code = print_status(*asked); });
}

}  // namespace replwatch::commands
