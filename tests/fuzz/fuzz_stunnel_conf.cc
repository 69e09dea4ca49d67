// The configuration parser on any bytes: it reads or names a line that exists, and every service is found by
// its name.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "probes/text.h"
#include "probes/tunnel/stunnel_conf.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using replwatch::tunnel::Service;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto conf = replwatch::tunnel::parse_stunnel_conf(text);
  if (!conf) {
    constexpr std::string_view kLine = "line ";
    const std::string_view words = conf.error().text;
    require(words.starts_with(kLine) && replwatch::valid_utf8(words) == words);
    const auto number =
        replwatch::parse_number<long>(words.substr(kLine.size(), words.find(':') - kLine.size()));
    require(number && *number >= 1 && *number <= 1 + std::ranges::count(text, '\n'));
    return 0;
  }
  for (const Service& service : conf->services) {
    require(conf->service(service.name) != nullptr);
    const auto accept = replwatch::tunnel::parse_host_port(service.accept);
    require(!accept || accept->port != 0);
  }
  require(*conf == *replwatch::tunnel::parse_stunnel_conf(text));
  return 0;
}
