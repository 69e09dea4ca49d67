#include "nagios/options.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace replwatch::nagios {
namespace {

constexpr OptionUse kUses[] = {{Opt::hostname}, {Opt::port, "its port", "9847"},
                               {Opt::ipv4},     {Opt::defaults_file},
                               {Opt::user},     {Opt::password_env},
                               {Opt::warning},  {Opt::timeout},
                               {Opt::verbose},  {Opt::version},
                               {Opt::help}};

Result<Options> parse(std::vector<const char*> arguments) { return Options::parse(kUses, arguments); }

TEST(Options, DefaultsStandWhereNothingIsGiven) {
  const auto options = parse({});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->text(Opt::hostname), "localhost");
  EXPECT_EQ(options->text(Opt::port), "9847");  // the plugin's own default beats the table's
  EXPECT_EQ(options->text(Opt::timeout), "10");
  EXPECT_FALSE(options->given(Opt::hostname));
}

TEST(Options, EverySpellingIsTheSameOption) {
  struct Row {
    std::vector<const char*> arguments;
    Opt option;
    std::string_view value;
  };
  const Row rows[] = {
      {{"-p", "3307"}, Opt::port, "3307"},
      {{"-p3307"}, Opt::port, "3307"},
      {{"-P", "3307"}, Opt::port, "3307"},
      {{"--port", "3307"}, Opt::port, "3307"},
      {{"--port=3307"}, Opt::port, "3307"},
      {{"-4p", "3307"}, Opt::port, "3307"},
      {{"-4vp3307"}, Opt::port, "3307"},
      {{"-p", "1", "-p", "2"}, Opt::port, "2"},
      {{"-f", "/a b"}, Opt::defaults_file, "/a b"},
      {{"--file", "/a"}, Opt::defaults_file, "/a"},
      {{"--file=/a=b"}, Opt::defaults_file, "/a=b"},
      {{"--defaults-file", "/a"}, Opt::defaults_file, "/a"},
      {{"--username", "nagios"}, Opt::user, "nagios"},
      {{"-w", "-5:5"}, Opt::warning, "-5:5"},
      {{"--warning="}, Opt::warning, ""},
      {{"-H", "server2", "--"}, Opt::hostname, "server2"},
  };
  for (const Row& row : rows) {
    const auto options = parse(row.arguments);
    ASSERT_TRUE(options) << row.arguments[0];
    EXPECT_TRUE(options->given(row.option)) << row.arguments[0];
    EXPECT_EQ(options->text(row.option), row.value) << row.arguments[0];
  }
}

TEST(Options, VerboseCounts) {
  EXPECT_EQ(parse({"-vvv"})->times(Opt::verbose), 3u);
  EXPECT_EQ(parse({"-v", "--verbose"})->times(Opt::verbose), 2u);
}

TEST(Options, HelpAndVersionEndTheReading) {
  EXPECT_TRUE(parse({"-h", "--nonsense"})->given(Opt::help));
  EXPECT_TRUE(parse({"-Vx"})->given(Opt::version));
}

TEST(Options, WhatIsNotUnderstoodIsRefused) {
  struct Row {
    std::vector<const char*> arguments;
    std::string_view message;
  };
  const Row rows[] = {
      {{"-x"}, "unknown option -x"},
      {{"-vx"}, "unknown option -x"},
      {{"--wrning", "5"}, "unknown option --wrning, did you mean --warning?"},
      {{"--something-else"}, "unknown option --something-else"},
      {{"-w"}, "-w needs a value: RANGE"},
      {{"--warning"}, "--warning needs a value: RANGE"},
      {{"-4w"}, "-w needs a value: RANGE"},
      {{"--verbose=2"}, "--verbose takes no value"},
      {{"--warn", "5"}, "unknown option --warn, did you mean --warning?"},
      {{"-s", "/socket"}, "unknown option -s"},  // a row that this plugin does not take
      {{"--socket", "/socket"}, "unknown option --socket"},
      {{"-"}, "an argument stands alone: every value belongs behind its option, see --help"},
      {{""}, "an argument stands alone: every value belongs behind its option, see --help"},
      {{"--", "x"}, "an argument stands alone: every value belongs behind its option, see --help"},
      {{"--=x"}, "unknown option --"},
      {{"-\n"}, "unknown option - "},
      {{"--a\nb"}, "unknown option --a b"},
  };
  for (const Row& row : rows) {
    const auto options = parse(row.arguments);
    ASSERT_FALSE(options) << row.message;
    EXPECT_EQ(options.error().text, row.message);
  }
}

TEST(Options, APasswordIsNeitherAcceptedNorRepeated) {
  const std::vector<const char*> rows[] = {
      {"--password=s3cret"},
      {"--password", "s3cret"},
      {"--passwd=s3cret"},
      {"--pass=s3cret"},
      {"s3cret"},
      {"-a", "s3cret"},
      {"-as3cret"},
      {"--auth=s3cret"},
      {"-u", "me", "s3cret"},
  };
  for (const auto& arguments : rows) {
    const auto options = parse(arguments);
    ASSERT_FALSE(options) << arguments[0];
    EXPECT_EQ(options.error().text.find("s3cret"), std::string::npos) << options.error().text;
  }
  EXPECT_EQ(
      parse({"--password=s3cret"}).error().text,
      "--password is not accepted: everybody sees a command line; use --defaults-file or --password-env");
}

TEST(Options, HelpNamesEveryOptionWithin80Columns) {
  std::vector<OptionUse> all;
  for (const OptionRow& row : kOptions) all.push_back({row.option});
  const std::string help = usage_line("check_something_or_other", all) + option_lines(all);
  for (const OptionRow& row : kOptions) {
    EXPECT_NE(help.find("--" + std::string(row.name)), std::string::npos) << row.name;
  }
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 79u) << line;
}

}  // namespace
}  // namespace replwatch::nagios
