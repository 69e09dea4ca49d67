// What a client asks for, decided from plain text: the path, its method and parameters, what encodings it
// takes and who it says it is. Everything in a request is hostile.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace replwatch::http {

enum class Route { page, metrics, status, link, healthy, ready, reload };

struct Request {
  std::string method;
  std::string path;   // as sent, without the query
  std::string query;  // as sent, without "?"
  std::string accept_encoding, authorization;
};

struct Target {
  Route route = Route::page;
  std::string link;  // of Route::link

  bool operator==(const Target&) const = default;
};

struct Refusal {
  int status = 404;
  std::string reason;
  std::string allow;  // the methods that the path takes, with 405

  bool operator==(const Refusal&) const = default;
};

// Paths are exact; a path without a row is 404, a wrong method 405, a parameter that the path does not know
// 400.
std::variant<Target, Refusal> route(const Request& request);

// Names and values of a query string, decoded; empty when it is no query string.
using Parameters = std::vector<std::pair<std::string, std::string>>;
std::optional<Parameters> parse_query(std::string_view query);

// Whether an Accept-Encoding header takes gzip: "gzip;q=0" does not, "*" does unless gzip says otherwise.
bool accepts_gzip(std::string_view accept_encoding);

// User and password of an Authorization header of the Basic scheme.
std::optional<std::pair<std::string, std::string>> basic_credentials(std::string_view authorization);

}  // namespace replwatch::http
