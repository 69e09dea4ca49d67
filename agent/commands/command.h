// The commands of `replwatch`: each adds its options to the command line and runs. Exit codes, the same
// everywhere: 0 done, 1 not done (said in one line on standard error), 2 the command line is wrong.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace replwatch::commands {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kMisused = 2;

// Each sets `code` when it was the one that ran.
void add_agent(CLI::App& app, int& code);
void add_check_config(CLI::App& app, int& code);
void add_status(CLI::App& app, int& code);
void add_explain(CLI::App& app, int& code);
void add_log(CLI::App& app, int& code);
void add_metrics(CLI::App& app, int& code);
void add_version(CLI::App& app, int& code);

// One line on standard error: "replwatch: TEXT".
int fail(const std::string& text);

}  // namespace replwatch::commands
