#include "probes/mysql/errors.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <string>

#include "probes/text.h"

namespace replwatch::mysql {
namespace {

bool is_connect_error(unsigned number) { return number == 2002 || number == 2003; }

std::optional<int> number_after(std::string_view text, std::string_view words) {
  const std::size_t at = text.rfind(words);
  if (at == std::string_view::npos) return std::nullopt;
  int number = 0;
  const char* start = text.data() + at + words.size();
  const auto [stop, error] = std::from_chars(start, text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  return number;
}

// The errno that a connect error quotes: "... (111)", "... (111 "Connection refused")", "... system error:
// 110".
std::optional<int> quoted_errno(std::string_view lower_text) {
  if (const auto number = number_after(lower_text, "system error: ")) return number;
  return number_after(lower_text, "(");
}

// Linux numbers: the text was written on the machine that failed to connect, whatever runs us.
Reason connect_reason(std::optional<int> error) {
  switch (error.value_or(0)) {
    case 2:    // the socket file is not there
    case 111:  // ECONNREFUSED
    case 115:  // Connector/C quotes EINPROGRESS for a refusal too; a connect that only waits meets our
               // deadline first
      return Reason::refused;
    case 13:  // the socket file may not be opened
      return Reason::unreadable;
    case 110:  // ETIMEDOUT
      return Reason::timed_out;
    default:
      return Reason::unreachable;
  }
}

struct ReasonRow {
  unsigned number;
  Reason reason;
};
constexpr ReasonRow kReasons[] = {
    {1045, Reason::login_refused},   {1129, Reason::login_refused},   {1130, Reason::login_refused},
    {1251, Reason::login_refused},   {1524, Reason::login_refused},   {1698, Reason::login_refused},
    {1820, Reason::login_refused},   {1862, Reason::login_refused},   {3118, Reason::login_refused},
    {4151, Reason::login_refused},   {2049, Reason::login_refused},   {2059, Reason::missing},
    {2061, Reason::login_refused},   {1044, Reason::access_denied},   {1142, Reason::access_denied},
    {1143, Reason::access_denied},   {1227, Reason::access_denied},   {1040, Reason::crowded_out},
    {1135, Reason::crowded_out},     {1203, Reason::crowded_out},     {1226, Reason::crowded_out},
    {2005, Reason::unresolved},      {2006, Reason::connection_lost}, {2012, Reason::connection_lost},
    {2026, Reason::connection_lost}, {2055, Reason::connection_lost}, {1053, Reason::connection_lost},
    {1158, Reason::connection_lost}, {1159, Reason::connection_lost}, {1160, Reason::connection_lost},
    {1161, Reason::connection_lost}, {1927, Reason::connection_lost}, {1317, Reason::statement_hung},
    {1969, Reason::statement_hung},  {3024, Reason::statement_hung},  {2000, Reason::malformed},
    {2027, Reason::malformed},       {1043, Reason::connection_lost}};

struct IoRow {
  unsigned number;         // 0: any
  std::string_view words;  // lower case; somewhere in the text; "" always fits
  IoErrorClass error;
};

// Tried in this order. MySQL 8 and later give their own numbers (13114, 13117 ...) and quote the old one in
// the text.
constexpr IoRow kIoErrors[] = {
    {0, "same server_uuid/server_id", IoErrorClass::duplicate_server_id},
    {1593, "have equal ", IoErrorClass::duplicate_server_id},
    {13117, "", IoErrorClass::duplicate_server_id},
    {0, "access denied", IoErrorClass::login_refused},
    {1045, "", IoErrorClass::login_refused},
    {1129, "", IoErrorClass::login_refused},
    {1130, "", IoErrorClass::login_refused},
    {1227, "", IoErrorClass::login_refused},
    {1251, "", IoErrorClass::login_refused},
    {1524, "", IoErrorClass::login_refused},
    {1698, "", IoErrorClass::login_refused},
    {3118, "", IoErrorClass::login_refused},
    {4151, "", IoErrorClass::login_refused},
    {2059, "", IoErrorClass::login_refused},
    {2061, "", IoErrorClass::login_refused},
    {1040, "", IoErrorClass::too_many_connections},
    {1203, "", IoErrorClass::too_many_connections},
    {1226, "", IoErrorClass::too_many_connections},
    {2005, "", IoErrorClass::unresolved},
    {2026, "", IoErrorClass::tls_failed},
    {1595, "", IoErrorClass::relay_log_failed},
    {13121, "", IoErrorClass::relay_log_failed},
    {0, "reading initial communication packet", IoErrorClass::lost_at_handshake},
    {0, "reading authorization packet", IoErrorClass::lost_at_handshake},
    {1153, "", IoErrorClass::packet_too_large},
    {1236, "purged", IoErrorClass::purged},
    {1236, "could not find first log", IoErrorClass::purged},
    {1236, "impossible position", IoErrorClass::position_invalid},
    {1236, "> file size", IoErrorClass::position_invalid},
    {1236, "not in the master's binlog", IoErrorClass::position_invalid},
    {1236, "diverged", IoErrorClass::position_invalid},
    {1236, "more gtids than", IoErrorClass::position_invalid},
    {1236, "max_allowed_packet", IoErrorClass::packet_too_large},
    {1236, "bogus data", IoErrorClass::source_log_damaged},
    {1236, "truncated in the middle", IoErrorClass::source_log_damaged},
    {1236, "i/o error reading log event", IoErrorClass::source_log_damaged},
    {1236, "corrupt", IoErrorClass::source_log_damaged},
    {1236, "checksum", IoErrorClass::source_log_damaged},
    {1236, "crc check", IoErrorClass::source_log_damaged},
    {1236, "binary log is not open", IoErrorClass::source_does_not_log},
    {2006, "", IoErrorClass::connection_lost},
    {2013, "", IoErrorClass::connection_lost},
    {1053, "", IoErrorClass::connection_lost},
    {1158, "", IoErrorClass::connection_lost},
    {1159, "", IoErrorClass::connection_lost},
    {1160, "", IoErrorClass::connection_lost},
    {1161, "", IoErrorClass::connection_lost},
    {0, "errno: 2006", IoErrorClass::connection_lost},
    {0, "errno: 2013", IoErrorClass::connection_lost},
};

IoErrorClass connect_io_error(std::string_view lower_text) {
  switch (connect_reason(quoted_errno(lower_text))) {
    case Reason::refused:
      return IoErrorClass::refused;
    case Reason::timed_out:
      return IoErrorClass::timed_out;
    default:
      return IoErrorClass::unreachable;
  }
}

}  // namespace

Reason classify_error(unsigned number, std::string_view text) {
  const std::string words = lower(text);
  if (is_connect_error(number)) return connect_reason(quoted_errno(words));
  if (number == 2013) {
    return number_after(words, "system error: ") == 110 ? Reason::timed_out : Reason::connection_lost;
  }
  // The client library lacks a plug-in: our own installation, whatever the password is.
  const bool plugin = words.find("plugin") != std::string::npos && words.find("loaded") != std::string::npos;
  if (number == 1045 && plugin) return Reason::missing;
  const auto row = std::ranges::find(kReasons, number, &ReasonRow::number);
  if (row != std::end(kReasons)) return row->reason;
  return number >= 2000 && number < 3000 ? Reason::connection_lost : Reason::statement_failed;
}

Failure failure_of(unsigned number, std::string_view text) {
  return Failure{classify_error(number, text), one_line(text), number};
}

IoErrorClass classify_io_error(unsigned number, std::string_view text) {
  if (number == 0) return IoErrorClass::none;
  const std::string words = lower(text);
  if (is_connect_error(number)) return connect_io_error(words);
  const unsigned meant = number == 13114 ? 1236 : number;
  const auto row = std::ranges::find_if(kIoErrors, [&](const IoRow& known) {
    return (known.number == 0 || known.number == meant) && words.find(known.words) != std::string::npos;
  });
  return row != std::end(kIoErrors) ? row->error : IoErrorClass::other;
}

}  // namespace replwatch::mysql
