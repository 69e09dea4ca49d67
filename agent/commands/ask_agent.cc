#include "agent/commands/ask_agent.h"

#include <chrono>

#include "agent/config/load.h"
#include "agent/config/parse.h"
#include "probes/io/environment.h"
#include "probes/io/file.h"
#include "probes/io/http_get.h"
#include "probes/text.h"

namespace replwatch::commands {
namespace {

constexpr auto kAskLimit = std::chrono::seconds(5);

// Where the agent listens: as said, else as the configuration says if it can be read, else the usual place.
std::string place_of(const AgentAddress& address) {
  if (!address.agent.empty()) return address.agent;
  // Parsed only: who asks for the status need not be able to read the secrets.
  const Result<std::string> text = io::read_file(address.config);
  const config::Parsed parsed = text ? config::parse_config(*text) : config::Parsed{};
  const config::Listen listen = parsed.config ? parsed.config->listen : config::Listen{};
  const bool any = listen.address == "0.0.0.0";
  return (any ? "127.0.0.1" : listen.address) + ":" + std::to_string(listen.port);
}

}  // namespace

void add_agent_options(CLI::App& command, AgentAddress& address) {
  address.config = config::kUsualFile;
  command.add_option("-c,--config", address.config, "Where to read the agent's address")
      ->capture_default_str()
      ->type_name("FILE");
  command.add_option("-a,--agent", address.agent, "The agent's address, instead of the configuration's")
      ->type_name("HOST:PORT");
  command.add_option("-u,--user", address.user, "The user, where the agent asks for one");
  command
      .add_option("--password-env", address.password_env, "The environment variable that holds the password")
      ->type_name("NAME");
}

Result<std::string> ask_agent(const AgentAddress& address, const std::string& path) {
  const std::string password =
      address.password_env.empty() ? "" : io::environment_variable(address.password_env).value_or("");
  const std::string url = "http://" + place_of(address) + path;
  const Result<io::HttpAnswer> answer = io::http_get(url, address.user, password, kAskLimit);
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

}  // namespace replwatch::commands
