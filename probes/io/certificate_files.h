// Reads the certificate files that one stunnel service names. Blocks as long as the files do (a CApath can
// hold some hundred): run it on the pool. A file that has not changed since the last look is not read again.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "probes/certificate/tunnel_certificates.h"
#include "probes/io/file.h"
#include "probes/result.h"
#include "probes/tunnel/stunnel_conf.h"

namespace replwatch::io {

class CertificateFiles {
 public:
  // Fails when the host certificate cannot be read; what else is missing is missing in the value.
  Result<certificate::TunnelCertificates> look(const tunnel::StunnelConf& conf,
                                               const tunnel::Service& service);

 private:
  template <class T>
  struct Kept {
    FileFacts facts;
    Result<T> value;
  };
  template <class T>
  using Cache = std::map<std::string, Kept<T>>;

  template <class T, class Parse>
  const Result<T>& parsed(Cache<T>& cache, const std::string& path, Parse parse);
  void find_chain(const tunnel::Service& service, const std::string& folder,
                  certificate::TunnelCertificates& into);
  std::optional<certificate::Certificate> find_issuer(const certificate::Certificate& of,
                                                      const tunnel::Service& service,
                                                      const std::string& folder, bool& by_old_name);
  certificate::CrlFolder read_crls(const std::string& folder);
  std::optional<certificate::KeyFacts> look_at_key(const tunnel::StunnelConf& conf,
                                                   const tunnel::Service& service,
                                                   const certificate::Certificate& host);

  Cache<std::vector<certificate::Certificate>> certificates_;
  Cache<certificate::Crl> crls_;
  Cache<std::string> keys_;
};

}  // namespace replwatch::io
