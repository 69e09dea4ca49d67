// TCP sockets as the kernel lists them (INET_DIAG with TCP_INFO), as plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probes/instant.h"

namespace replwatch::tunnel {

// The kernel's numbering (include/net/tcp_states.h).
enum class TcpState : std::uint8_t {
  established = 1,
  syn_sent,
  syn_recv,
  fin_wait1,
  fin_wait2,
  time_wait,
  close,
  close_wait,
  last_ack,
  listen,
  closing,
  new_syn_recv
};

struct Address {
  std::string ip;  // canonical text; an IPv4-mapped IPv6 address is written as its IPv4
  std::uint16_t port = 0;
  auto operator<=>(const Address&) const = default;
};

struct Socket {
  TcpState state = TcpState::close;
  Address local, remote;
  std::uint32_t receive_queue = 0;  // bytes unread; of a listener: connections waiting to be accepted
  std::uint32_t send_queue = 0;     // bytes unacknowledged or unsent; of a listener: its limit
  std::uint32_t uid = 0;
  std::uint32_t inode = 0;  // 0: nobody holds it (yet, or any more)
  // TCP_INFO; absent for states that have none (TIME-WAIT, SYN-RECV)
  struct TcpFacts {
    Duration rtt{};
    Duration rto{};
    std::uint32_t unacked = 0;      // segments
    std::uint32_t retransmits = 0;  // of the segment now waiting
    std::uint32_t total_retransmits = 0;
    std::uint8_t backoff = 0;
    Duration last_data_received{};  // how long ago
    Duration last_data_sent{};
    Duration last_ack_received{};
    std::uint64_t bytes_acked = 0, bytes_received = 0;
    bool operator==(const TcpFacts&) const = default;
  };
  std::optional<TcpFacts> info;

  bool operator==(const Socket&) const = default;
};

}  // namespace replwatch::tunnel
