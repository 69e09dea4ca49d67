#include "probes/io/certificate_files.h"

#include <dirent.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "probes/io/clock.h"
#include "probes/io/process.h"
#include "probes/text.h"

namespace replwatch::io {
namespace {

using certificate::Certificate;

constexpr std::size_t kLongestChain = 10;
constexpr std::size_t kLargestCrl = 64u << 20;
constexpr std::size_t kMostFiles = 20'000;  // of one folder

bool same(const FileFacts& a, const FileFacts& b) {
  return a.device == b.device && a.inode == b.inode && a.size == b.size && a.modified == b.modified &&
         a.mode == b.mode && a.uid == b.uid;
}

// "1a2b3c4d.r0": how OpenSSL finds the CRLs of an issuer.
bool is_crl_name(std::string_view name) {
  if (name.size() < 11 || name.substr(8, 2) != ".r") return false;
  return name.substr(0, 8).find_first_not_of("0123456789abcdef") == name.npos &&
         name.substr(10).find_first_not_of("0123456789") == name.npos;
}

std::vector<std::string> crl_names(const std::string& folder) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> opened(opendir(folder.c_str()), closedir);
  if (!opened) return names;
  while (const dirent* entry = readdir(opened.get())) {
    if (is_crl_name(entry->d_name)) names.emplace_back(entry->d_name);
    if (names.size() == kMostFiles) break;
  }
  return names;
}

// Inside a chroot stunnel looks folders up from there.
std::string within(const tunnel::StunnelConf& conf, const std::string& path) {
  if (path.empty() || conf.chroot.empty()) return path;
  return file_facts(conf.chroot + path) ? conf.chroot + path : path;
}

}  // namespace

template <class T, class Parse>
const Result<T>& CertificateFiles::parsed(Cache<T>& cache, const std::string& path, Parse parse) {
  const auto facts = file_facts(path);
  const auto known = cache.find(path);
  if (facts && known != cache.end() && same(known->second.facts, *facts)) return known->second.value;
  const auto read = [&]() -> Result<T> {
    if (!facts) return facts.error();
    const auto text = read_file(path, kLargestCrl);
    if (!text) return text.error();
    auto value = parse(*text);
    if (!value) return Failure{value.error().reason, path + ": " + value.error().text};
    return value;
  };
  return cache.insert_or_assign(path, Kept<T>{facts.value_or({}), read()}).first->second.value;
}

std::optional<Certificate> CertificateFiles::find_issuer(const Certificate& of,
                                                         const tunnel::Service& service,
                                                         const std::string& folder, bool& by_old_name) {
  const auto in_file = [&](const std::string& path) -> std::optional<Certificate> {
    const auto& found = parsed(certificates_, path, certificate::parse_certificates);
    if (!found) return std::nullopt;
    const auto one = std::ranges::find(*found, of.issuer, &Certificate::subject);
    return one == found->end() ? std::nullopt : std::optional(*one);
  };
  if (!service.ca_file.empty()) {
    if (auto found = in_file(service.ca_file)) return found;
  }
  if (folder.empty()) return std::nullopt;
  for (const auto& [hash, old] : {std::pair(of.issuer_hash, false), std::pair(of.issuer_hash_old, true)}) {
    const std::string stem = in_folder(folder, hash + ".");
    for (int number = 0; number < 10; ++number) {
      const std::string path = stem + std::to_string(number);
      if (!file_facts(path)) break;
      if (auto found = in_file(path)) {
        by_old_name |= old;
        return found;
      }
    }
  }
  return std::nullopt;
}

void CertificateFiles::find_chain(const tunnel::Service& service, const std::string& folder,
                                  certificate::TunnelCertificates& into) {
  const Certificate* last = &into.host.front();
  into.chain.reserve(kLongestChain);
  while (!last->self_issued && into.chain.size() < kLongestChain) {
    const auto sent = std::ranges::find(into.host, last->issuer, &Certificate::subject);
    auto found = sent != into.host.end() ? std::optional(*sent)
                                         : find_issuer(*last, service, folder, into.only_old_hash);
    if (!found) return;
    into.chain.push_back(std::move(*found));
    last = &into.chain.back();
  }
  into.chain_complete = last->self_issued;
}

certificate::CrlFolder CertificateFiles::read_crls(const std::string& folder) {
  certificate::CrlFolder out{folder, 0, 0, {}};
  const auto take = [&](const std::string& path) {
    const auto& crl = parsed(crls_, path, certificate::parse_crl);
    if (!crl) {
      ++out.unreadable;
      return;
    }
    ++out.count;
    if (crl->next_update && (!out.earliest || *crl->next_update < *out.earliest->next_update))
      out.earliest = *crl;
  };
  const auto names = crl_names(folder);
  std::set<std::pair<std::uint64_t, std::uint64_t>> seen;
  for (const std::string& name : names) {
    const std::string path = in_folder(folder, name);
    const auto facts = file_facts(path);
    if (facts && seen.emplace(facts->device, facts->inode).second) take(path);
  }
  return out;
}

std::optional<certificate::KeyFacts> CertificateFiles::look_at_key(const tunnel::StunnelConf& conf,
                                                                   const tunnel::Service& service,
                                                                   const Certificate& host) {
  if (service.key.empty()) return std::nullopt;
  const auto facts = file_facts(service.key);
  if (!facts) return std::nullopt;
  certificate::KeyFacts key{service.key, facts->mode, facts->uid, {}, {}};
  const auto& read = parsed(keys_, service.key, certificate::parse_private_key);
  if (read) key.matches = *read == host.public_key;
  if (!conf.setuid.empty()) key.readable_after_setuid = readable_by(service.key, conf.setuid, conf.setgid);
  return key;
}

Result<certificate::TunnelCertificates> CertificateFiles::look(const tunnel::StunnelConf& conf,
                                                               const tunnel::Service& service) {
  certificate::TunnelCertificates out;
  out.read_at = wall_now();
  const std::string folder = within(conf, service.ca_path);
  if (!service.cert.empty()) {
    out.file = service.cert;
    const auto facts = file_facts(service.cert);
    if (!facts) return facts.error();
    out.modified = facts->modified;
    const auto& host = parsed(certificates_, service.cert, certificate::parse_certificates);
    if (!host) return host.error();
    out.host = *host;
    find_chain(service, folder, out);
    out.key = look_at_key(conf, service, out.host.front());
  }
  if (!service.crl_path.empty()) {
    out.checked_crls = read_crls(within(conf, service.crl_path));
  } else if (!service.crl_file.empty()) {
    out.checked_crls = certificate::CrlFolder{service.crl_file, 0, 1, {}};
    const auto& crl = parsed(crls_, service.crl_file, certificate::parse_crl);
    if (crl) out.checked_crls = certificate::CrlFolder{service.crl_file, 1, 0, *crl};
  }
  if (!folder.empty()) {
    out.capath_crls = folder == within(conf, service.crl_path) ? out.checked_crls : read_crls(folder);
  }
  if (!conf.pid.empty()) out.started = process_start(within(conf, conf.pid), "stunnel");
  return out;
}

}  // namespace replwatch::io
