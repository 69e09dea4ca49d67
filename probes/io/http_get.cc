#include "probes/io/http_get.h"

#include <curl/curl.h>

#include <memory>

namespace replwatch::io {
namespace {

constexpr std::size_t kLargestBody = 16u << 20;

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* body) {
  auto& text = *static_cast<std::string*>(body);
  if (text.size() + size * count > kLargestBody) return 0;  // curl then ends the transfer with an error
  text.append(bytes, size * count);
  return size * count;
}

Reason reason_of(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_CONNECT:
      return Reason::refused;
    case CURLE_COULDNT_RESOLVE_HOST:
      return Reason::unresolved;
    case CURLE_OPERATION_TIMEDOUT:
      return Reason::timed_out;
    default:
      return Reason::connection_lost;
  }
}

}  // namespace

Result<HttpAnswer> http_get(const std::string& url, const std::string& user, const std::string& password,
                            Duration limit) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  if (!curl) return Failure{Reason::unreadable, "libcurl does not start"};
  HttpAnswer answer;
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(limit).count();
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(milliseconds));
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  if (!user.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_USERNAME, user.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, password.c_str());
  }
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) return Failure{reason_of(code), url + ": " + curl_easy_strerror(code)};
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

}  // namespace replwatch::io
