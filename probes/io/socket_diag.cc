#include "probes/io/socket_diag.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "probes/io/fd.h"

namespace replwatch::io {
namespace {

using tunnel::Socket;

Failure netlink_failure(const char* what) {
  return {Reason::unreadable, std::string(what) + ": " + std::strerror(errno), static_cast<unsigned>(errno)};
}

tunnel::Address address_of(std::uint8_t family, const __be32* words, __be16 port) {
  char text[INET6_ADDRSTRLEN] = "";
  const auto* bytes = reinterpret_cast<const unsigned char*>(words);
  constexpr unsigned char kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (family == AF_INET) {
    inet_ntop(AF_INET, bytes, text, sizeof text);
  } else if (std::memcmp(bytes, kMapped, sizeof kMapped) == 0) {
    inet_ntop(AF_INET, bytes + sizeof kMapped, text, sizeof text);
  } else {
    inet_ntop(AF_INET6, bytes, text, sizeof text);
  }
  return {text, ntohs(port)};
}

Socket::TcpFacts info_of(const tcp_info& tcp) {
  using std::chrono::microseconds;
  using std::chrono::milliseconds;
  Socket::TcpFacts info;
  info.rtt = microseconds(tcp.tcpi_rtt);
  info.rto = microseconds(tcp.tcpi_rto);
  info.unacked = tcp.tcpi_unacked;
  info.retransmits = tcp.tcpi_retransmits;
  info.total_retransmits = tcp.tcpi_total_retrans;
  info.backoff = tcp.tcpi_backoff;
  info.last_data_received = milliseconds(tcp.tcpi_last_data_recv);
  info.last_data_sent = milliseconds(tcp.tcpi_last_data_sent);
  info.last_ack_received = milliseconds(tcp.tcpi_last_ack_recv);
  info.bytes_acked = tcp.tcpi_bytes_acked;
  info.bytes_received = tcp.tcpi_bytes_received;
  return info;
}

Socket socket_of(const inet_diag_msg& message, std::size_t length) {
  Socket socket;
  socket.state = static_cast<tunnel::TcpState>(message.idiag_state);
  socket.local = address_of(message.idiag_family, message.id.idiag_src, message.id.idiag_sport);
  socket.remote = address_of(message.idiag_family, message.id.idiag_dst, message.id.idiag_dport);
  socket.receive_queue = message.idiag_rqueue;
  socket.send_queue = message.idiag_wqueue;
  socket.uid = message.idiag_uid;
  socket.inode = message.idiag_inode;
  const auto* at = reinterpret_cast<const char*>(&message) + NLMSG_ALIGN(sizeof message);
  std::size_t left = length > NLMSG_ALIGN(sizeof message) ? length - NLMSG_ALIGN(sizeof message) : 0;
  while (left >= sizeof(nlattr)) {
    nlattr attribute{};
    std::memcpy(&attribute, at, sizeof attribute);
    if (attribute.nla_len < sizeof attribute || attribute.nla_len > left) break;
    if ((attribute.nla_type & NLA_TYPE_MASK) == INET_DIAG_INFO) {
      tcp_info tcp{};  // an older kernel fills less of it
      std::memcpy(&tcp, at + sizeof attribute, std::min(sizeof tcp, attribute.nla_len - sizeof attribute));
      socket.info = info_of(tcp);
    }
    const std::size_t step = std::min<std::size_t>(left, NLA_ALIGN(attribute.nla_len));
    at += step;
    left -= step;
  }
  return socket;
}

// A program for the kernel's filter that lets through what has one of `ports` at either end. Each test takes
// two operations; a third, when it holds, jumps to the end, which accepts. Beyond the end is a refusal.
std::vector<inet_diag_bc_op> filter_of(const std::vector<std::uint16_t>& ports) {
  std::vector<inet_diag_bc_op> program;
  const std::size_t operations = ports.size() * 6;
  for (const std::uint16_t port : ports) {
    for (const unsigned char end : {INET_DIAG_BC_S_EQ, INET_DIAG_BC_D_EQ}) {
      const std::size_t left = operations - program.size() - 2;
      const auto bytes = [](std::size_t count) {
        return static_cast<std::uint16_t>(count * sizeof(inet_diag_bc_op));
      };
      program.push_back({end, static_cast<unsigned char>(bytes(2)), bytes(left == 1 ? 4 : 3)});
      program.push_back({0, 0, port});
      program.push_back({INET_DIAG_BC_JMP, static_cast<unsigned char>(bytes(1)), bytes(left)});
    }
  }
  return program;
}

bool ask(int fd, std::uint8_t family, const std::vector<inet_diag_bc_op>& filter) {
  struct {
    nlmsghdr header;
    inet_diag_req_v2 request;
    nlattr attribute;
  } message{};
  static_assert(sizeof message == NLMSG_LENGTH(sizeof(inet_diag_req_v2)) + sizeof(nlattr));
  const std::size_t program = filter.size() * sizeof(inet_diag_bc_op);
  const std::size_t length =
      filter.empty() ? offsetof(decltype(message), attribute) : sizeof message + program;
  message.header.nlmsg_len = static_cast<std::uint32_t>(length);
  message.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  message.request.sdiag_family = family;
  message.request.sdiag_protocol = IPPROTO_TCP;
  message.request.idiag_states = ~0u;
  message.request.idiag_ext = 1u << (INET_DIAG_INFO - 1);
  message.attribute = {static_cast<std::uint16_t>(sizeof(nlattr) + program), INET_DIAG_REQ_BYTECODE};
  std::vector<char> bytes(length);
  std::memcpy(bytes.data(), &message, std::min(length, sizeof message));
  if (!filter.empty()) std::memcpy(bytes.data() + sizeof message, filter.data(), program);
  return send(fd, bytes.data(), length, 0) == static_cast<ssize_t>(length);
}

Result<Done> read_answer(int fd, const std::vector<std::uint16_t>& ports, std::vector<Socket>& found) {
  alignas(nlmsghdr) std::array<char, 65536> block{};
  const auto wanted = [&](__be16 port) { return std::ranges::find(ports, ntohs(port)) != ports.end(); };
  while (true) {
    const ssize_t got = recv(fd, block.data(), block.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return netlink_failure("INET_DIAG");
    auto left = static_cast<std::size_t>(got);
    for (auto* header = reinterpret_cast<nlmsghdr*>(block.data()); NLMSG_OK(header, left);
         header = NLMSG_NEXT(header, left)) {
      if (header->nlmsg_type == NLMSG_DONE) return Done{};
      if (header->nlmsg_type == NLMSG_ERROR) {
        errno = -static_cast<const nlmsgerr*>(NLMSG_DATA(header))->error;
        return netlink_failure("INET_DIAG");
      }
      const std::size_t length = header->nlmsg_len - NLMSG_LENGTH(0);
      if (header->nlmsg_type != SOCK_DIAG_BY_FAMILY || length < sizeof(inet_diag_msg)) continue;
      const auto& message = *static_cast<const inet_diag_msg*>(NLMSG_DATA(header));
      if (wanted(message.id.idiag_sport) || wanted(message.id.idiag_dport)) {
        found.push_back(socket_of(message, length));
      }
    }
  }
}

}  // namespace

Result<std::vector<Socket>> list_tcp_sockets(const std::vector<std::uint16_t>& ports) {
  const Fd fd(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
  if (!fd) return netlink_failure("netlink socket");
  const timeval limit{1, 0};  // the kernel answers in microseconds; never hang on it all the same
  setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  std::vector<Socket> found;
  if (ports.empty()) return found;
  const std::vector<inet_diag_bc_op> filter = filter_of(ports);
  for (const std::uint8_t family : {std::uint8_t{AF_INET}, std::uint8_t{AF_INET6}}) {
    if (!ask(fd.get(), family, filter)) return netlink_failure("INET_DIAG");
    Result<Done> done = read_answer(fd.get(), ports, found);
    if (!done && errno == EINVAL) {  // a kernel before 4.16 does not know the tests: it lists all
      if (!ask(fd.get(), family, {})) return netlink_failure("INET_DIAG");
      done = read_answer(fd.get(), ports, found);
    }
    const bool no_ipv6 = family == AF_INET6 && (errno == ENOENT || errno == EAFNOSUPPORT);
    if (!done && !no_ipv6) return done.error();  // a kernel without IPv6 is none the worse
  }
  return found;
}

}  // namespace replwatch::io
