// The answer to one request, made from the latest snapshot and the clocks: never waits for a server.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "exporters/http/request.h"
#include "exporters/snapshot.h"
#include "probes/result.h"

namespace replwatch::http {

// What the answers are made from. Called by several threads at once; none may wait for the thread that ends
// the server.
struct Site {
  std::function<exporters::SnapshotPtr()> snapshot;  // null while there is none
  std::function<exporters::Now()> now;
  std::function<Result<Done>()> reload;  // empty: POST /-/reload is not allowed
  std::function<bool(const std::string& user, const std::string& password)>
      allow;           // empty: everybody may read
  bool local = false;  // the listener is on loopback: verbatim words of servers and logs go out
};

struct Answer {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  // beside those that every answer has
};

Answer answer(const Request& request, const Site& site);

// The answer as bytes, its body compressed where the request takes that and it pays, left out for HEAD.
std::string serialised(Answer answer, const Request& request, WallTime now);

}  // namespace replwatch::http
