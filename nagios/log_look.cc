#include "nagios/log_look.h"

#include "nagios/log_failures.h"
#include "nagios/log_place.h"
#include "probes/io/clock.h"
#include "probes/io/file.h"
#include "probes/io/followed_file.h"
#include "probes/io/replace_file.h"
#include "probes/tunnel/log_reader.h"
#include "probes/tunnel/stunnel_conf.h"

namespace replwatch::nagios {
namespace {

constexpr std::size_t kKeptFailures = 20;

// What is read again before the place: the lines of connections that went on when the last run ended.
constexpr std::size_t kContext = 64u << 10;

Result<std::string> log_path(const LogOrder& order) {
  if (!order.log.empty()) return order.log;
  const auto text = io::read_file(order.stunnel_conf);
  if (!text) return text.error();
  const auto conf = tunnel::parse_stunnel_conf(*text);
  if (!conf) return Failure{conf.error().reason, order.stunnel_conf + ": " + conf.error().text};
  if (!order.service.empty() && conf->service(order.service) == nullptr) {
    return Failure{Reason::missing, order.stunnel_conf + ": no service [" + order.service + "]"};
  }
  if (conf->output.empty()) {
    return Failure{Reason::missing, order.stunnel_conf + ": names no log file (output); give --log"};
  }
  // In a chroot stunnel opens `output` from inside it, in some versions before it goes there.
  const std::string inside = conf->chroot + conf->output;
  return io::file_facts(inside) ? inside : conf->output;
}

class Tally {
 public:
  explicit Tally(LogSight& sight) : sight_(sight) {}

  // A whole log ends here: what its last lines prove counts.
  void finish() {
    reader_.finish([&](const tunnel::Event& event) {
      if (concerns(event)) note(event);
    });
  }
  // `news` was not read before; the rest only tells what began there.
  void take(std::string_view bytes, bool news) {
    const auto lines = reader_.lines(), unknown = reader_.unrecognised_lines();
    reader_.feed(bytes, [&](const tunnel::Event& event) {
      if (news && concerns(event)) note(event);
    });
    if (!news) return;
    sight_.counts.lines += reader_.lines() - lines;
    sight_.counts.unrecognised_lines += reader_.unrecognised_lines() - unknown;
  }
  // Another file comes, and what was unfinished is not continued there.
  void restart() { reader_.restart(); }

 private:
  // Lines of no service (started, reloaded) belong to all.
  bool concerns(const tunnel::Event& event) const {
    return sight_.service.empty() || event.service.empty() || event.service == sight_.service;
  }
  void note(const tunnel::Event& event) {
    sight_.counts.add(event);
    if (!is_failure(event.kind)) return;
    if (sight_.last_failures.size() == kKeptFailures)
      sight_.last_failures.erase(sight_.last_failures.begin());
    sight_.last_failures.push_back(event);
  }

  LogSight& sight_;
  tunnel::LogReader reader_;
};

std::optional<io::FilePlace> last_place(const LogOrder& order, LogSight& sight) {
  const auto text = io::read_file(order.state_file);
  if (text) return parse_log_place(*text, sight.path);
  if (text.error().reason != Reason::missing) sight.state_trouble = text.error();
  return std::nullopt;
}

// What the log has got since `from`, through its rotated files; all of it without.
Result<Done> read_news(io::FollowedFile& log, const std::optional<io::FilePlace>& from, Tally& tally,
                       LogSight& sight) {
  const bool resumed = from && log.resume(*from);
  if (resumed) tally.take(log.before(kContext), false);
  sight.rest_lost = from && from->offset > 0 && !resumed;
  while (true) {
    const auto piece = log.read_on();
    if (!piece) return piece.error();
    if (piece->bytes.empty()) return Done{};
    if (piece->restarted) tally.restart();
    tally.take(piece->bytes, true);
  }
}

Result<io::FilePlace> read_log(const LogOrder& order, LogSight& sight) {
  const bool keeps = !order.state_file.empty();
  const auto from = keeps ? last_place(order, sight) : std::nullopt;
  io::FollowedFile log(sight.path);
  Result<Done> read = Done{};
  if (keeps && !from) {
    sight.span = LogSpan::from_now_on;
    read = log.skip_to_end();
  } else {
    sight.span = keeps ? LogSpan::since_last_run : LogSpan::whole;
    Tally tally(sight);
    read = read_news(log, from, tally, sight);
    if (read && !keeps) tally.finish();
  }
  if (!read) return read.error();
  return log.place().value_or(io::FilePlace{});
}

}  // namespace

LogSight look_at_log(const LogOrder& order) {
  LogSight sight;
  sight.service = order.service;
  const Instant began = io::now();
  const auto path = log_path(order);
  if (!path) {
    sight.unreadable = path.error();
  } else {
    sight.path = *path;
    const auto place = read_log(order, sight);
    if (!place) {
      sight.unreadable = place.error();
    } else if (!order.state_file.empty()) {
      const auto kept = io::replace_file(order.state_file, log_place_text(sight.path, *place));
      if (!kept) sight.state_trouble = kept.error();
    }
  }
  sight.took = io::now() - began;
  return sight;
}

}  // namespace replwatch::nagios
