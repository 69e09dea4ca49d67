#include "exporters/http/answer.h"

#include "exporters/page.h"
#include "exporters/probe_reading.h"
#include "exporters/prometheus_text.h"
#include "exporters/status_json.h"
#include "exporters/words.h"
#include "probes/text.h"

namespace replwatch::http {

namespace {

using exporters::View;

constexpr std::string_view kPlain = "text/plain; charset=utf-8";
constexpr std::string_view kJson = "application/json";

Answer plain(int status, const std::string& text) { return {status, std::string(kPlain), text + "\n", {}}; }

// An error on a path of the API is JSON too.
Answer failed(const Request& request, int status, const std::string& reason) {
  if (!request.path.starts_with("/api/")) return plain(status, reason);
  std::string quoted;
  for (const char c : one_line(reason)) quoted += (c == '"' || c == '\\' ? "\\" : "") + std::string(1, c);
  return {status, std::string(kJson), "{\"error\": \"" + quoted + "\"}\n", {}};
}

Answer refused(const Request& request, const Refusal& refusal) {
  Answer answer = failed(request, refusal.status, refusal.reason);
  if (!refusal.allow.empty()) answer.headers.emplace_back("Allow", refusal.allow);
  return answer;
}

bool allowed(const Request& request, const Site& site) {
  if (!site.allow) return true;
  const auto credentials = basic_credentials(request.authorization);
  return credentials && site.allow(credentials->first, credentials->second);
}

Answer healthy(const View& view) {
  if (view.loop_goes_round()) return plain(200, "healthy");
  return plain(503, "the loop is stuck: nothing was seen for " +
                        exporters::say_seconds(view.age(view.snapshot().taken)));
}

Answer ready(const View& view) {
  std::string missing;
  for (const std::string& probe : exporters::not_looked_yet(view.snapshot()))
    missing += (missing.empty() ? "" : ", ") + probe;
  return missing.empty() ? plain(200, "ready") : plain(503, "not looked yet: " + one_line(missing, 4000));
}

Answer reload(const Site& site) {
  if (!site.reload) return plain(403, "the configuration does not allow a reload over HTTP");
  const Result<Done> done = site.reload();
  return done ? plain(200, "reloaded") : plain(500, one_line(done.error().text));
}

Answer page_answer(const View& view, bool local) {
  return {200, std::string(exporters::kPageContentType), exporters::page(view, local), {}};
}

Answer link_answer(const Request& request, const std::string& name, const View& view, bool local) {
  const auto json = exporters::link_json(view, name, local);
  return json ? Answer{200, std::string(kJson), *json, {}} : failed(request, 404, "no such link: " + name);
}

Answer told(const Request& request, const Target& target, const View& view, const Site& site) {
  switch (target.route) {
    case Route::page:
      return page_answer(view, site.local);
    case Route::metrics:
      return {200, std::string(exporters::kPrometheusContentType), exporters::prometheus_text(view), {}};
    case Route::status:
      return {200, std::string(kJson), exporters::status_json(view, site.local), {}};
    case Route::link:
      return link_answer(request, target.link, view, site.local);
    case Route::healthy:
      return healthy(view);
    case Route::ready:
      return ready(view);
    case Route::reload:
      break;
  }
  return reload(site);
}

}  // namespace

Answer answer(const Request& request, const Site& site) {
  const auto routed = route(request);
  const Target* target = std::get_if<Target>(&routed);
  // Whether the agent lives is no secret, and whoever asks most often has no password at hand.
  if (!(target && target->route == Route::healthy) && !allowed(request, site)) {
    Answer answer = failed(request, 401, "user and password are needed");
    answer.headers.emplace_back("WWW-Authenticate", "Basic realm=\"replwatch\", charset=\"UTF-8\"");
    return answer;
  }
  if (!target) return refused(request, *std::get_if<Refusal>(&routed));
  if (target->route == Route::reload) return reload(site);
  const exporters::SnapshotPtr snapshot = site.snapshot();
  if (!snapshot || snapshot->taken == Instant{}) return failed(request, 503, "the agent has just started");
  return told(request, *target, View(*snapshot, site.now()), site);
}

}  // namespace replwatch::http
