#include "probes/tunnel/socket_signs.h"

#include <gtest/gtest.h>

namespace replwatch::tunnel {
namespace {

using namespace std::chrono_literals;

Socket socket(std::uint16_t port = 50000) {
  Socket socket;
  socket.state = TcpState::established;
  socket.local = {"10.0.0.2", port};
  socket.remote = {"10.0.0.1", 3307};
  socket.info.emplace();
  socket.info->rtt = 20ms;
  socket.info->rto = 220ms;
  socket.info->bytes_acked = 518;
  socket.info->bytes_received = 4000;
  return socket;
}

struct Sender {
  const char* sentence;
  bool cut;
  Duration rto;
  std::uint8_t backoff;
  std::uint32_t unacked;
  Duration last_ack;
};

// The silent cut as measured on a link of 20 ms (stunnel.md, part 6), and loss that is none.
TEST(IsCutForSender, ACutIsToldFromLoss) {
  const Sender cases[] = {
      {"all is acknowledged, however long ago", false, 220ms, 0, 0, 1h},
      {"a segment under way", false, 220ms, 0, 1, 20ms},
      {"1.2 s after the cut: backoff 2, too early to say", false, 880ms, 2, 1, 1200ms},
      {"2.2 s after the cut: backoff 3", true, 1760ms, 3, 1, 2200ms},
      {"5.2 s after the cut: backoff 4", true, 3520ms, 4, 1, 5200ms},
      {"30 s after the cut: backoff 7", true, 28160ms, 7, 5, 30s},
      {"no acknowledgement for longer than eight time-outs and three seconds", true, 400ms, 0, 3, 3300ms},
      {"30 % loss at 500 ms: one retransmission", false, 3s, 1, 1, 2s},
      {"30 % loss at 500 ms: the same segment lost three times", false, 12s, 3, 2, 8500ms},
      {"500 ms and cut for good", true, 48s, 5, 2, 30s},
      {"backoff 3 on a path of a millisecond: its time-out has a floor", true, 1632ms, 3, 1, 1500ms},
      {"backoff 3, and an acknowledgement just came", false, 1632ms, 3, 1, 500ms},
  };
  for (const Sender& each : cases) {
    Socket one = socket();
    one.info->rto = each.rto;
    one.info->backoff = each.backoff;
    one.info->unacked = each.unacked;
    one.info->last_ack_received = each.last_ack;
    EXPECT_EQ(is_cut_for_sender(one), each.cut) << each.sentence;
  }
}

TEST(IsCutForSender, OnlyAnEstablishedSocketWithItsNumbersTells) {
  Socket cut = socket();
  cut.info->unacked = 1;
  cut.info->backoff = 7;
  cut.info->last_ack_received = 1h;
  ASSERT_TRUE(is_cut_for_sender(cut));
  // On a socket that is not yet connected the kernel's ages are garbage of hundreds of seconds.
  for (const auto state :
       {TcpState::syn_sent, TcpState::fin_wait1, TcpState::time_wait, TcpState::close_wait}) {
    cut.state = state;
    EXPECT_FALSE(is_cut_for_sender(cut));
  }
  cut.state = TcpState::established;
  cut.info.reset();
  EXPECT_FALSE(is_cut_for_sender(cut));
}

TEST(CountLeftovers, OnlyWhatAnotherConnectionHasReplaced) {
  Socket good = socket(1), cut = socket(2), ending = socket(3), gone = socket(4);
  cut.info->unacked = 1;
  cut.info->backoff = 8;
  cut.info->last_ack_received = 60s;
  ending.state = TcpState::fin_wait1;
  gone.state = TcpState::time_wait;
  EXPECT_EQ(count_leftovers({std::nullopt, {}, {good}}), 0u);
  EXPECT_EQ(count_leftovers({std::nullopt, {}, {cut}}), 0u) << "the only one: the line is cut";
  EXPECT_EQ(count_leftovers({std::nullopt, {}, {good, cut}}), 1u);
  EXPECT_EQ(count_leftovers({std::nullopt, {ending}, {good, cut, ending, gone}}), 2u);
}

}  // namespace
}  // namespace replwatch::tunnel
