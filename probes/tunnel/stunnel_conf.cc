#include "probes/tunnel/stunnel_conf.h"

#include <algorithm>
#include <array>
#include <utility>

#include "probes/text.h"

namespace replwatch::tunnel {
namespace {

using std::string_view;

template <class Owner, class Value>
struct Option {
  string_view name;
  Value Owner::*where;
};

constexpr std::array<Option<StunnelConf, std::string>, 6> kGlobalTexts{{{"output", &StunnelConf::output},
                                                                        {"pid", &StunnelConf::pid},
                                                                        {"chroot", &StunnelConf::chroot},
                                                                        {"setuid", &StunnelConf::setuid},
                                                                        {"setgid", &StunnelConf::setgid},
                                                                        {"debug", &StunnelConf::debug}}};
constexpr std::array<Option<Service, std::string>, 7> kServiceTexts{{{"accept", &Service::accept},
                                                                     {"cert", &Service::cert},
                                                                     {"key", &Service::key},
                                                                     {"CAfile", &Service::ca_file},
                                                                     {"CApath", &Service::ca_path},
                                                                     {"CRLfile", &Service::crl_file},
                                                                     {"CRLpath", &Service::crl_path}}};
constexpr std::array<Option<Service, std::vector<std::string>>, 4> kServiceLists{
    {{"connect", &Service::connect},
     {"checkHost", &Service::check_host},
     {"checkIP", &Service::check_ip},
     {"checkEmail", &Service::check_email}}};

// The row of `table` for an option's name, which stunnel takes in any case.
template <class Table>
auto look_up(const Table& table, string_view name) {
  const auto found =
      std::ranges::find_if(table, [&](const auto& row) { return equal_ignoring_case(row.name, name); });
  return found == table.end() ? nullptr : &*found;
}

std::optional<bool> parse_yes(string_view value) {
  if (equal_ignoring_case(value, "yes")) return true;
  if (equal_ignoring_case(value, "no")) return false;
  return std::nullopt;
}

// What is wrong with an option, in words behind its line's number; empty when nothing is.
using Complaint = std::string;

Complaint set_yes(bool& flag, string_view name, string_view value) {
  const auto yes = parse_yes(value);
  if (!yes) return one_line(name) + " is neither yes nor no: \"" + one_line(value) + "\"";
  flag = *yes;
  return {};
}

struct Outcome {
  bool known = false;
  Complaint complaint;
};

Outcome set_service_option(Service& service, string_view name, string_view value) {
  if (const auto* const row = look_up(kServiceTexts, name)) {
    service.*(row->where) = value;
    return {true, {}};
  }
  if (const auto* const row = look_up(kServiceLists, name)) {
    (service.*(row->where)).emplace_back(value);
    return {true, {}};
  }
  if (equal_ignoring_case(name, "client")) {
    bool client = false;
    Complaint complaint = set_yes(client, name, value);
    service.side = client ? Side::client : Side::server;
    return {true, std::move(complaint)};
  }
  if (equal_ignoring_case(name, "verifyChain")) return {true, set_yes(service.verify_chain, name, value)};
  if (equal_ignoring_case(name, "verifyPeer")) return {true, set_yes(service.verify_peer, name, value)};
  if (!equal_ignoring_case(name, "verify")) return {};
  const auto level = parse_number<int>(value);
  if (!level || *level < 0 || *level > 4) return {true, "bad verify level \"" + one_line(value) + "\""};
  service.verify = level;
  return {true, {}};
}

Outcome set_global_option(StunnelConf& conf, string_view name, string_view value) {
  if (const auto* const row = look_up(kGlobalTexts, name)) {
    conf.*(row->where) = value;
    return {true, {}};
  }
  if (equal_ignoring_case(name, "syslog")) return {true, set_yes(conf.syslog, name, value)};
  if (!equal_ignoring_case(name, "foreground")) return {};
  if (!equal_ignoring_case(value, "quiet")) return {true, set_yes(conf.foreground, name, value)};
  conf.foreground = true;
  return {true, {}};
}

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Whether a comment holds an option that would switch verification on, like "# Authentication stuff verify =
// 2".
bool hides_verify(string_view comment) {
  const std::string folded = lower(comment);
  for (const string_view option :
       {string_view("verify"), string_view("verifychain"), string_view("verifypeer")}) {
    for (std::size_t at = folded.find(option); at != std::string::npos; at = folded.find(option, at + 1)) {
      if (at > 0 && is_word_char(folded[at - 1])) continue;
      string_view rest = trim(string_view(folded).substr(at + option.size()));
      if (!rest.starts_with('=')) continue;
      rest = trim(rest.substr(1));
      const string_view value =
          rest.substr(0, rest.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz"));
      if (option == "verify" ? parse_number<int>(value).value_or(0) > 0 : value == "yes") return true;
    }
  }
  return false;
}

class Parser {
 public:
  // Takes one line; what is wrong with it, or nothing.
  Complaint take(string_view line) {
    line = trim(line);
    if (line.empty()) return {};
    if (line[0] == '#' || line[0] == ';') {
      conf_.verify_hidden_in_comment |= hides_verify(line);
      return {};
    }
    if (line[0] == '[' && line.back() == ']') {
      conf_.services.push_back(defaults_);
      conf_.services.back().name = line.substr(1, line.size() - 2);
      return {};
    }
    const std::size_t equals = line.find('=');
    if (equals == string_view::npos) return "no '=' in \"" + one_line(line, 100) + "\"";
    return set(trim(line.substr(0, equals)), trim(line.substr(equals + 1)));
  }

  StunnelConf end() && {
    if (conf_.services.empty() && defaults_ != Service{}) conf_.services.push_back(defaults_);
    for (Service& service : conf_.services) {
      if (service.key.empty()) service.key = service.cert;
    }
    return std::move(conf_);
  }

 private:
  Complaint set(string_view name, string_view value) {
    if (equal_ignoring_case(name, "include")) {
      conf_.includes.emplace_back(value);
      return {};
    }
    const bool global = conf_.services.empty();
    Outcome outcome = set_service_option(global ? defaults_ : conf_.services.back(), name, value);
    if (!outcome.known && global) outcome = set_global_option(conf_, name, value);
    return std::move(outcome.complaint);
  }

  StunnelConf conf_;
  Service defaults_;  // what stands before the first section; each later service begins with it
};

}  // namespace

const Service* StunnelConf::service(string_view name) const {
  const auto found = std::ranges::find(services, name, &Service::name);
  return found == services.end() ? nullptr : &*found;
}

Result<StunnelConf> parse_stunnel_conf(string_view text) {
  constexpr string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Parser parser;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const Complaint complaint = parser.take(text.substr(0, end));
    if (!complaint.empty())
      return Failure{Reason::malformed, "line " + std::to_string(number) + ": " + complaint};
    text.remove_prefix(end == string_view::npos ? text.size() : end + 1);
  }
  return std::move(parser).end();
}

std::optional<HostPort> parse_host_port(string_view text) {
  text = trim(text);
  const std::size_t colon = text.rfind(':');
  const auto port = parse_number<std::uint16_t>(colon == string_view::npos ? text : text.substr(colon + 1));
  if (!port || *port == 0) return std::nullopt;
  string_view host = colon == string_view::npos ? string_view{} : text.substr(0, colon);
  if (host.size() > 2 && host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host.size() > 255 || host.find_first_of(" \t/\"") != string_view::npos) return std::nullopt;
  return HostPort{std::string(host), *port};
}

}  // namespace replwatch::tunnel
