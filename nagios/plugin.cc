#include "nagios/plugin.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <tuple>

#include "nagios/watchdog.h"
#include "probes/io/clock.h"
#include "probes/text.h"

namespace replwatch::nagios {
namespace {

constexpr double kLongestTimeout = 3600;

Failure refused(std::string text) { return {Reason::malformed, std::move(text)}; }

// A tenth of the timeout, at most a quarter of a second: enough to render and write.
Duration margin(Duration timeout) { return std::min<Duration>(timeout / 10, std::chrono::milliseconds(250)); }

std::vector<PerfValue> all_unknown(const Plugin& plugin, const Order& order) {
  const auto text = [](const std::optional<Range>& range) { return range ? range->text : std::string(); };
  return unknown_values(plugin.perf, text(order.warning), text(order.critical));
}

std::string timed_out_answer(const Plugin& plugin, const Order& order) {
  Outcome outcome;
  outcome.check.state = plugin.silent;
  outcome.check.text = "no answer within the timeout of " + order.options.text(Opt::timeout) +
                       " s: something that this plugin waits for hangs on this host (a file, a resolver)";
  outcome.perf = all_unknown(plugin, order);
  return render(outcome);
}

}  // namespace

Result<Order> read_order(const Plugin& plugin, std::span<const char* const> arguments, Instant now) {
  auto options = Options::parse(plugin.options, arguments);
  if (!options) return options.error();
  Order order;
  order.options = std::move(*options);
  if (order.options.given(Opt::help) || order.options.given(Opt::version)) return order;
  for (const auto& [option, range, name] :
       {std::tuple(Opt::warning, &order.warning, "-w"), std::tuple(Opt::critical, &order.critical, "-c")}) {
    if (!order.options.given(option) && order.options.text(option).empty()) continue;
    auto parsed = parse_range(order.options.text(option));
    if (!parsed) return refused(std::string(name) + ": " + parsed.error().text);
    *range = std::move(*parsed);
  }
  const auto timeout = parse_number<double>(order.options.text(Opt::timeout));
  if (!timeout || !(*timeout >= 0.1 && *timeout <= kLongestTimeout)) {
    return refused("-t: a number of seconds is needed, 0.1 to 3600");
  }
  order.timeout = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(*timeout));
  order.deadline = now + order.timeout - margin(order.timeout);
  order.verbosity = std::min(order.options.times(Opt::verbose), 3u);
  return order;
}

std::string help_text(const Plugin& plugin) {
  std::string out = usage_line(plugin.name, plugin.options) + "\n" + std::string(plugin.purpose) + "\n\n" +
                    option_lines(plugin.options) + "\nPerformance data, always all of it, U while unknown:\n";
  for (const PerfRow& perf : plugin.perf) {
    std::string line = " " + std::string(perf.label);
    line.resize(std::max<std::size_t>(line.size() + 1, 20), ' ');
    line += std::string(perf.unit);
    line.resize(22, ' ');
    out += line + std::string(perf.help) + "\n";
  }
  return out + "\n" + std::string(plugin.notes) + "\n";
}

std::string version_text(const Plugin& plugin) {
  return std::string(plugin.name) + " (replwatch) " REPLWATCH_VERSION "\n";
}

std::string usage_error(const Plugin& plugin, std::string_view why) {
  return render({{State::unknown, std::string(why), {}, {}}, {}, {}}) +
         usage_line(plugin.name, plugin.options) + "More: " + std::string(plugin.name) + " --help\n";
}

void run_plugin(const Plugin& plugin, int argc, const char* const* argv, CheckFunction check) {
  const std::span<const char* const> arguments(argv + std::min(argc, 1), argv + argc);
  const auto order = read_order(plugin, arguments, io::now());
  if (!order) finish(usage_error(plugin, order.error().text), exit_code(State::unknown));
  if (order->options.given(Opt::help)) finish(help_text(plugin), exit_code(State::unknown));
  if (order->options.given(Opt::version)) finish(version_text(plugin), exit_code(State::unknown));
  start_watchdog(order->timeout, timed_out_answer(plugin, *order), exit_code(plugin.silent));
  try {
    const auto outcome = check(*order);
    if (!outcome) finish(usage_error(plugin, outcome.error().text), exit_code(State::unknown));
    for (const std::string& line : outcome->trace) std::fprintf(stderr, "%s\n", one_line(line, 4000).c_str());
    finish(render(*outcome), exit_code(worst_state(outcome->check)));
  } catch (const std::exception& trouble) {
    Outcome outcome{
        {State::unknown, "the plugin itself failed: " + std::string(trouble.what()), {}, {}}, {}, {}};
    outcome.perf = all_unknown(plugin, *order);
    finish(render(outcome), exit_code(State::unknown));
  }
}

}  // namespace replwatch::nagios
