#include "nagios/options.h"

#include <algorithm>

#include "probes/text.h"

namespace replwatch::nagios {
namespace {

const OptionRow& row(Opt option) { return kOptions[static_cast<std::size_t>(option)]; }

Failure refused(std::string text) { return {Reason::malformed, std::move(text)}; }

std::string shown(std::string_view dashes, std::string_view name) {
  return std::string(dashes) + one_line(name, 40);
}

}  // namespace

// One pass over the arguments, the way getopt_long reads them but without abbreviations, which would change
// their meaning with each new option.
class OptionParser {
 public:
  OptionParser(std::span<const OptionUse> uses, std::span<const char* const> arguments)
      : uses_(uses), arguments_(arguments) {
    for (const OptionUse& use : uses) {
      text(use.option) = use.fallback.empty() ? row(use.option).fallback : use.fallback;
    }
  }

  Result<Options> parse() {
    while (at_ < arguments_.size() && !ended()) {
      const std::string_view word = arguments_[at_++];
      if (word == "--" && at_ == arguments_.size()) break;
      const auto done = word.starts_with("--") && word.size() > 2 ? long_option(word.substr(2))
                        : word.starts_with('-') && word.size() > 1 && word != "--" ? letters(word.substr(1))
                                                                                   : stray();
      if (!done) return done.error();
    }
    return std::move(options_);
  }

 private:
  bool ended() const { return options_.given(Opt::help) || options_.given(Opt::version); }
  std::string& text(Opt option) { return options_.texts_[static_cast<std::size_t>(option)]; }

  // A stray word is not repeated: it may be a password that somebody put behind -p.
  static Result<Done> stray() {
    return refused("an argument stands alone: every value belongs behind its option, see --help");
  }

  Result<Done> long_option(std::string_view word) {
    const std::size_t equals = word.find('=');
    const std::string_view name = word.substr(0, equals);
    for (const OptionUse& use : uses_) {
      const OptionRow& found = row(use.option);
      if (name != found.name && (found.other_name.empty() || name != found.other_name)) continue;
      const bool joined = equals != std::string_view::npos;
      if (joined && found.argument.empty()) return refused(shown("--", name) + " takes no value");
      if (joined) return take(found, word.substr(equals + 1));
      return take_next(found, shown("--", name));
    }
    return unknown_name(name);
  }

  Result<Done> unknown_name(std::string_view name) const {
    if (name.starts_with("pass")) {
      return refused(
          shown("--", name) +
          " is not accepted: everybody sees a command line; use --defaults-file or --password-env");
    }
    const auto distance = [&](std::string_view known) {
      return !name.empty() && known.starts_with(name) ? 0 : edit_distance(name, known);
    };
    std::string_view nearest;
    for (const OptionUse& use : uses_) {
      const std::string_view known = row(use.option).name;
      if (nearest.empty() || distance(known) < distance(nearest)) nearest = known;
    }
    std::string text = "unknown option " + shown("--", name);
    if (!nearest.empty() && distance(nearest) <= 3) text += ", did you mean --" + std::string(nearest) + "?";
    return refused(std::move(text));
  }

  // The rest of the word is the value of the first letter that takes one.
  Result<Done> letters(std::string_view word) {
    while (!word.empty() && !ended()) {
      const char letter = word[0];
      word.remove_prefix(1);
      const auto use = std::ranges::find_if(uses_, [&](const OptionUse& one) {
        return row(one.option).letter == letter || row(one.option).other_letter == letter;
      });
      if (use == uses_.end() || letter == '\0') return refused("unknown option " + shown("-", {&letter, 1}));
      const OptionRow& found = row(use->option);
      if (!found.argument.empty() && !word.empty()) return take(found, word);
      auto done = take_next(found, shown("-", {&letter, 1}));
      if (!done) return done;
    }
    return Done{};
  }

  Result<Done> take_next(const OptionRow& found, const std::string& name) {
    if (found.argument.empty()) return take(found, {});
    if (at_ == arguments_.size()) return refused(name + " needs a value: " + std::string(found.argument));
    return take(found, arguments_[at_++]);
  }

  Result<Done> take(const OptionRow& found, std::string_view value) {
    ++options_.times_[static_cast<std::size_t>(found.option)];
    text(found.option) = value;
    return Done{};
  }

  std::span<const OptionUse> uses_;
  std::span<const char* const> arguments_;
  std::size_t at_ = 0;
  Options options_;
};

Result<Options> Options::parse(std::span<const OptionUse> uses, std::span<const char* const> arguments) {
  return OptionParser(uses, arguments).parse();
}

namespace {

constexpr std::size_t kColumns = 79;

std::string brief(const OptionRow& found) {
  std::string out = "[";
  out += found.letter ? "-" + std::string(1, found.letter) : "--" + std::string(found.name);
  if (!found.argument.empty()) out += " " + std::string(found.argument);
  return out + "]";
}

}  // namespace

std::string usage_line(std::string_view name, std::span<const OptionUse> uses) {
  std::string out = "Usage: " + std::string(name);
  const std::string indent(out.size(), ' ');
  std::size_t column = out.size();
  for (const OptionUse& use : uses) {
    const std::string word = brief(row(use.option));
    if (column + 1 + word.size() > kColumns) {
      out += "\n" + indent;
      column = indent.size();
    }
    out += " " + word;
    column += 1 + word.size();
  }
  return out + "\n";
}

std::string option_lines(std::span<const OptionUse> uses) {
  constexpr std::size_t kHelpColumn = 29;
  std::string out;
  for (const OptionUse& use : uses) {
    const OptionRow& found = row(use.option);
    std::string line = found.letter ? " -" + std::string(1, found.letter) + ", --" : "     --";
    line += found.name;
    if (!found.argument.empty()) line += " " + std::string(found.argument);
    line.resize(std::max(line.size() + 1, kHelpColumn), ' ');
    line += use.help.empty() ? found.help : use.help;
    const std::string_view fallback = use.fallback.empty() ? found.fallback : use.fallback;
    if (!fallback.empty()) line += " [" + std::string(fallback) + "]";
    out += line + "\n";
  }
  return out;
}

}  // namespace replwatch::nagios
