#include "probes/tunnel/known_lines.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace replwatch::tunnel {
namespace {

using std::string_view;

// How texts begin: each ends with a bar, a line's end counts for nothing. Sorted by byte, and none begins
// with another, so one binary search decides.
constexpr string_view kList = R"(
 -> | <- |"verify = 2" used |*** starting OCSP verification|A new certificate was |Aborting due to |
Accept option |Accepting new connections|Acquired libwrap |Active connection|Added |
Application specific data |Attempting to resume|Authentication |Auto engine |Automatic engine |BIO_new_fp failed|BIO_read failed|
Base64 encoder failed|Binding service [|CA CRL: |CAengine failed |CERT: |CONNECT request |CONTEXT |
CRL check failed: |CRL directory set to |CRL: |Cached |Cannot |CapWIN: |Certificate |Certificate: |
Child process |Ciphers: |Ciphersuite: |Cleaning up |Client |Clients allowed=|Closed socket ready |Closing |
Compiled with |Compiled/running with |Compression |Compression: |Configuration |Configured |Connection from |Connection rejected: |
Context |Could not |Created pid file |Creating |Cron |Current |DH |Deallocating |Decoding LDAP |
Decrypt session ticket |Decrypted ticket |Diffie-Hellman |Disabling FIPS |Dispatching |Double free |
Duplicating application |ECDH |EGD Socket |EVP_|Either CApath or CAfile |Empty client CA |Enabling |Engine |
Error binding |Error detected on |Error loading |Error reading |Error resolving |Error setting |Executing |
FD |FD=|FD_SETSIZE |FIPS |FIPS_mode |Failed to |Failover |Fatal memory |File descriptor out of range |
Found |Function |GSSAPI encryption |Generate session ticket |Generating |Get session callback|Global option|
HMAC_Init_ex |IDENT |INTERNAL ERROR: |IP_FREEBIND |IP_TRANSPARENT |Ignoring error binding |
Incomplete signal pipe |Incorrect |Inetd mode|Initializing |Input line too long|Insecure file permissions |
Invalid |Issuing |Key configured |Key file: |LDAP |LDAP: |LOCAL MODE NOT |LOGIN authentication |Leak |
Libwrap is not |Line |Listed |Listening file descriptor |Loaded |Loading |Local |Log file reopened|Logging |
Malformed |Memory allocation |NTLM |Negative response |Negotiated |Negotiations |New context created|
New session callback|New thread created|No |Not a socket: |OCSP |OCSP: |OPENSSL_malloc |Open of /dev/ptc |
OpenSSL |Option |Out of memory|PLAIN Authentication |PRNG |PSK |PSKsecrets |Password |Peer |Per-day |
Per-minute |Per-second |Pid file |Possible memory leak |PostgreSQL |Private key |Process |Processing |
Protocol |Proxy-Authenticate: |RAND_|RFC |Read socket |Reading configuration |Rebuild your stunnel |
Received |Receiving |Redirecting |Rejected by |Rejecting with |Released |Releasing |Remote |Remove |
Removed |Reopening |Required |Responder Error|Retrieving |Retrying |Running |SNI host name: |SNI: |
SOCKS connection |SOCKS4|SOCKS5|SSL accepted: |SSL alert (|SSL closed |SSL connected: |
SSL context initialized|SSL doesn't need |SSL options|SSL server needs |SSL socket |SSL state (|
SSL write shutdown|SSLRequest received|SSL_RECEIVED_SHUTDOWN=|SSL_accept |SSL_accept: |SSL_connect |
SSL_connect: |SSL_read |SSL_read/SSL_get_error |SSL_read: |SSL_shutdown |SSL_shutdown/SSL_get_error |
SSL_shutdown: |SSL_write |SSL_write/SSL_get_error |SSL_write: |STACK_RESERVE |STARTTLS |Section |
See hosts_access(5) |Seeded PRNG |Sending |Sent |Server |Service |Service-level |Session |Sessions cached |
Setting |Signal pipe |Skipped |Slave pty |Snagged |Socket |Started server-side |Starting |Stopping |
Sufficient entropy |Supported |Switched to |Syntax:|Systemd |TLS |TLSv1|TTY=|Temporary RSA key |Terminated|
Terminating |Threading:|TlsAlloc |TlsGetValue |TlsSetValue |Too many |Transparent |UI |
UTF-8 byte order mark |Unable create |Unable to |Unbinding |Unexpected |Unhandled |Unix socket |Unknown |
Unrecoverable |Unsupported |Update |Updated |Updating |Use "check|User-specified |Using |VERIFY |Validat|
Verification |Verify directory |Waiting |Window message|Write socket |Wrong |Wrote |ZLIB compression |
accept option |bind succeeded |cache_transfer: |check_SSL_pending=|chmod |chown |connect_blocking: |
connect_wait: |control level |control type |errno: |error queue: |error stack: |failover: |fd=|fd_getline: |
fd_printf: |fdgetline: |fdprintf: |fdscanf |fdscanf: |file ulimit |getaddrinfo: |getnameinfo: |inetd mode |
init_ssl: |line |local_bind |make_sockets: |no-op|options = |per-|persistence: |please report the problem |
poll() used |protocol=|protocolHost |pthread_|read_blocking: |read_wants_read=|readsocket |remote connect (|
remove accept option |removing pid file |s_connect: |s_poll_add |s_poll_wait |s_read: |s_read_eof: |s_ssl_|
s_write: |shutdown_wants_read=|sock_can_rd=|sock_open_rd=|socket input buffer: |socket open: |
socket ready: |socket write buffer: |ssl want: |ssl_|stack_info: |state = |str_init: |str_stats: |stunnel |
ticketKeySecret |ticketMacSecret |transfer() loop |transfer: |transfer_|ui_retry: |wants: |write_blocking: |
write_wants_read=|writesocket |
)";

constexpr std::size_t kCount = static_cast<std::size_t>(std::ranges::count(kList, '|'));

constexpr std::array<string_view, kCount> split_list() {
  std::array<string_view, kCount> parts{};
  std::size_t begin = 0;
  for (string_view& part : parts) {
    if (kList[begin] == '\n') ++begin;
    const std::size_t end = kList.find('|', begin);
    part = kList.substr(begin, end - begin);
    begin = end + 1;
  }
  return parts;
}

constexpr std::array<string_view, kCount> kBeginnings = split_list();

constexpr bool is_sorted_and_prefix_free() {
  for (std::size_t i = 1; i < kBeginnings.size(); ++i) {
    if (!(kBeginnings[i - 1] < kBeginnings[i]) || kBeginnings[i].starts_with(kBeginnings[i - 1]))
      return false;
  }
  return true;
}
static_assert(is_sorted_and_prefix_free());

bool begins_as_known(string_view text) {
  const auto* const above = std::ranges::upper_bound(kBeginnings, text);
  return above != kBeginnings.begin() && text.starts_with(*(above - 1));
}

bool contains(string_view text, string_view part) { return text.find(part) != string_view::npos; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "what: Connection refused (111)": an error of the C library, behind whatever stunnel was doing.
bool ends_with_errno(string_view text) {
  if (text.size() < 6 || text.back() != ')') return false;
  std::size_t at = text.size() - 1;
  while (at > 0 && is_digit(text[at - 1])) --at;
  const std::size_t digits = text.size() - 1 - at;
  return digits > 0 && digits < 6 && at > 2 && text.substr(at - 2, 2) == " (" && contains(text, ": ");
}

// "SSL_CTX_new: 14: error:1409...:SSL routines:...": an entry of OpenSSL's error queue.
bool is_openssl_error(string_view text) {
  const std::size_t at = text.find("error:");
  const string_view name = text.substr(0, text.find(": "));
  return at != string_view::npos && at > 1 && !name.empty() && name.size() < 60 && name.size() < at &&
         contains(text.substr(at), ":");
}

// "/etc/stunnel/stunnel.conf:12: "foo = bar": ..." and the key file's own name as the subject of an error.
bool is_about_file(string_view text) {
  return !text.empty() && (text[0] == '/' || text[0] == '"') &&
         (contains(text, ": \"") || contains(text, "\" is not"));
}

// "   3 items in the session cache", "9765 clients allowed", "   1 server accept(s) requested".
bool is_counter(string_view text) {
  const std::size_t digit = text.find_first_not_of(' ');
  if (digit == string_view::npos || !is_digit(text[digit])) return false;
  const std::size_t end = text.find_first_not_of("0123456789", digit);
  if (end == string_view::npos) return false;
  const string_view words = text.substr(end);
  constexpr std::array<string_view, 8> kCounted{" items in the ", " client",           " server ",
                                                " session ",      " external ",        " internal ",
                                                " expired ",      "-bit DH parameters"};
  return std::ranges::any_of(kCounted, [&](string_view counted) { return words.starts_with(counted); });
}

// Up to 4.29 the service's bare name begins these lines.
bool is_about_service_by_name(string_view text) {
  constexpr std::array<string_view, 10> kDeeds{" started",
                                               " finished (",
                                               " accepted FD=",
                                               " bound to ",
                                               " connecting ",
                                               " permitted by libwrap",
                                               " REFUSED by libwrap",
                                               " opened with ",
                                               " connected from ",
                                               " accepted connection from "};
  return text.size() < 400 && std::ranges::any_of(kDeeds, [&](string_view deed) {
           const std::size_t at = text.find(deed);
           return at != string_view::npos && at > 0 && !contains(text.substr(0, at), ": ");
         });
}

// "TCP_NODELAY option set on local socket", "local_rfd/local_wfd reset (FD=3)", "SSL_read: Would block:
// retrying": the line begins with a name of the C library, of a call or of a socket, and its end is
// stunnel's.
bool ends_as_known(string_view text) {
  constexpr std::array<string_view, 10> kEnds{" socket",
                                              ": Peer suddenly disconnected",
                                              ": retrying",
                                              ": Socket is closed",
                                              ": Socket is closed (exec)",
                                              " list is empty",
                                              " list not found",
                                              " negotiations started",
                                              " negotiations succeeded",
                                              " configured"};
  constexpr std::array<string_view, 5> kBefore{
      " reset (FD=", ": FD=", "% of heap operations: ", " ciphersuite: ", " option set on "};
  const string_view name = text.substr(0, text.find_first_of(" :"));
  if (name.empty() || name.size() > 40) return false;
  const bool ended = std::ranges::any_of(kEnds, [&](string_view end) { return text.ends_with(end); });
  return (ended && (!text.ends_with(" socket") || contains(text, " option set on "))) ||
         std::ranges::any_of(kBefore, [&](string_view part) { return contains(text, part); });
}

}  // namespace

bool is_known_line(const LogLine& line) {
  const string_view text = line.text;
  if (begins_as_known(text) || ends_with_errno(text) || is_openssl_error(text)) return true;
  if (is_counter(text) || is_about_file(text) || ends_as_known(text)) return true;
  const bool old = contains(line.id, ":");
  return old && (is_about_service_by_name(text) || contains(text, " connected remote server from "));
}

}  // namespace replwatch::tunnel
