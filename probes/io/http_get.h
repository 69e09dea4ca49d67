// One HTTP GET with a deadline, by libcurl: for commands that ask a running agent, and for peers.
#pragma once

#include <string>

#include "probes/instant.h"
#include "probes/result.h"

namespace replwatch::io {

struct HttpAnswer {
  long status = 0;
  std::string body;
};

// Blocks until the answer or for `limit`. No redirects, no proxy of the environment, at most 16 MB of body.
Result<HttpAnswer> http_get(const std::string& url, const std::string& user, const std::string& password,
                            Duration limit);

}  // namespace replwatch::io
