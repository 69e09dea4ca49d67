#include "probes/tunnel/stunnel_conf.h"

#include <algorithm>
#include <array>
#include <span>
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
constexpr std::array<Option<Service, std::string>, 9> kServiceTexts{
    {{"accept", &Service::accept},
     {"sslVersion", &Service::ssl_version},
     {"sslVersionMin", &Service::ssl_version_min},
     {"cert", &Service::cert},
     {"key", &Service::key},
     {"CAfile", &Service::ca_file},
     {"CApath", &Service::ca_path},
     {"CRLfile", &Service::crl_file},
     {"CRLpath", &Service::crl_path}}};
constexpr std::array<Option<Service, std::vector<std::string>>, 5> kServiceLists{
    {{"connect", &Service::connect},
     {"options", &Service::ssl_options},
     {"checkHost", &Service::check_host},
     {"checkIP", &Service::check_ip},
     {"checkEmail", &Service::check_email}}};

// Read by nobody here, but stunnel does not start over a wrong value.
constexpr std::array<string_view, 8> kOtherYesNo{"delay",         "requireCert", "reset",   "renegotiation",
                                                 "sessionResume", "libwrap",     "OCSPaia", "OCSPnonce"};
constexpr std::array<string_view, 6> kOtherNumbers{"TIMEOUTbusy", "TIMEOUTclose",        "TIMEOUTconnect",
                                                   "TIMEOUTidle", "sessionCacheTimeout", "sessionCacheSize"};
constexpr std::array<string_view, 7> kTlsVersions{"all",     "SSLv2",   "SSLv3",  "TLSv1",
                                                  "TLSv1.1", "TLSv1.2", "TLSv1.3"};

bool is_among(std::span<const string_view> names, string_view name) {
  return std::ranges::any_of(names, [&](string_view each) { return equal_ignoring_case(each, name); });
}

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

// Options that are only held against what stunnel takes.
Outcome check_other_option(string_view name, string_view value) {
  bool unused = false;
  if (is_among(kOtherYesNo, name)) return {true, set_yes(unused, name, value)};
  if (!is_among(kOtherNumbers, name)) return {};
  if (parse_number<unsigned>(value)) return {true, {}};
  return {true, one_line(name) + " is no number: \"" + one_line(value) + "\""};
}

Outcome set_service_option(Service& service, string_view name, string_view value) {
  if (name.size() >= 10 && lower(name).starts_with("sslversion") && !is_among(kTlsVersions, value)) {
    return {true, "unknown protocol version \"" + one_line(value) + "\""};
  }
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
  if (!equal_ignoring_case(name, "verify")) return check_other_option(name, value);
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

constexpr int kDeepestInclude = 10;

class Parser {
 public:
  explicit Parser(const ReadInclude& read) : read_(read) {}

  // Takes a whole file; what is wrong with it, with its line.
  Complaint take_file(string_view text) {
    constexpr string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    for (std::size_t number = 1; !text.empty(); ++number) {
      const std::size_t end = text.find('\n');
      const Complaint complaint = take(text.substr(0, end));
      if (!complaint.empty()) return "line " + std::to_string(number) + ": " + complaint;
      text.remove_prefix(end == string_view::npos ? text.size() : end + 1);
    }
    return {};
  }

  StunnelConf end() && {
    if (conf_.services.empty() && defaults_ != Service{}) conf_.services.push_back(defaults_);
    for (Service& service : conf_.services) {
      if (service.key.empty()) service.key = service.cert;
    }
    return std::move(conf_);
  }

 private:
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

  Complaint set(string_view name, string_view value) {
    if (equal_ignoring_case(name, "include")) {
      conf_.includes.emplace_back(value);
      return read_ ? take_folder(std::string(value)) : Complaint{};
    }
    const bool global = conf_.services.empty();
    Outcome outcome = set_service_option(global ? defaults_ : conf_.services.back(), name, value);
    if (!outcome.known && global) outcome = set_global_option(conf_, name, value);
    return std::move(outcome.complaint);
  }

  Complaint take_folder(const std::string& folder) {
    if (depth_ == kDeepestInclude) return "include: more than ten deep";
    const Result<std::vector<std::string>> texts = read_(folder);
    if (!texts) return "include: " + texts.error().text;
    ++depth_;
    for (const std::string& text : *texts) {
      if (const Complaint complaint = take_file(text); !complaint.empty()) {
        return "include " + one_line(folder) + ": " + complaint;
      }
    }
    --depth_;
    return {};
  }

  const ReadInclude& read_;
  int depth_ = 0;
  StunnelConf conf_;
  Service defaults_;  // what stands before the first section; each later service begins with it
};

}  // namespace

const Service* StunnelConf::service(string_view name) const {
  const auto found = std::ranges::find(services, name, &Service::name);
  return found == services.end() ? nullptr : &*found;
}

Result<StunnelConf> parse_stunnel_conf(string_view text, const ReadInclude& read) {
  Parser parser(read);
  if (Complaint complaint = parser.take_file(text); !complaint.empty()) {
    return Failure{Reason::malformed, std::move(complaint)};
  }
  return std::move(parser).end();
}

Result<StunnelConf> parse_stunnel_conf(string_view text) { return parse_stunnel_conf(text, nullptr); }

}  // namespace replwatch::tunnel
