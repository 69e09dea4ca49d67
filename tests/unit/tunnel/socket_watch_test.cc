#include "probes/tunnel/socket_watch.h"

#include <gtest/gtest.h>

namespace replwatch::tunnel {
namespace {

using namespace std::chrono_literals;

constexpr Instant at(double second) { return Instant(std::chrono::duration_cast<Duration>(second * 1s)); }

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

Socket with_queue(std::uint32_t queue, std::uint64_t received) {
  Socket one = socket();
  one.receive_queue = queue;
  one.info->bytes_received = received;
  return one;
}

struct Watched {
  SocketWatch watch;
  TunnelState state;
  Watched& far(std::vector<Socket> sockets, double second) {
    watch.look({std::nullopt, {}, std::move(sockets)}, at(second), state);
    return *this;
  }
  Watched& near(std::vector<Socket> sockets, double second) {
    watch.look({std::nullopt, std::move(sockets), {}}, at(second), state);
    return *this;
  }
  Watched& listening(std::uint32_t waiting, double second) {
    Socket listener;
    listener.state = TcpState::listen;
    listener.receive_queue = waiting;
    watch.look({listener, {}, {}}, at(second), state);
    return *this;
  }
};

TEST(SocketWatch, ACutIsDatedByItsLastAcknowledgementAndEndsWithTheNext) {
  Socket cut = socket();
  cut.info->unacked = 1;
  cut.info->backoff = 4;
  cut.info->last_ack_received = 5s;
  Watched watched;
  EXPECT_EQ(watched.far({socket(50001), cut}, 100).state.far_unacknowledged_since, at(95));
  EXPECT_EQ(watched.far({socket()}, 101).state.far_unacknowledged_since, std::nullopt);
}

TEST(SocketWatch, ACutIsDatedNotBeforeTheLastSampleWithNothingUnderWay) {
  Watched watched;
  Socket idle = socket();
  idle.info->last_ack_received = 60s;
  watched.far({idle}, 100);
  Socket cut = socket();
  cut.info->unacked = 1;
  cut.info->backoff = 3;
  cut.info->last_ack_received = 62s;
  EXPECT_EQ(watched.far({cut}, 102).state.far_unacknowledged_since, at(100));
  cut.info->last_ack_received = 63s;
  EXPECT_EQ(watched.far({cut}, 103).state.far_unacknowledged_since, at(100));
}

TEST(SocketWatch, AConnectIsUnansweredFromItsFirstSampleOnceItWasTriedTwiceAgain) {
  Watched watched;
  Socket connecting = socket();
  connecting.state = TcpState::syn_sent;
  connecting.info->unacked = 1;
  connecting.info->total_retransmits = 0;
  EXPECT_EQ(watched.far({connecting}, 100).state.connect_unanswered_since, std::nullopt);
  connecting.info->total_retransmits = 1;  // on a path of a second or more the kernel always sends again
  EXPECT_EQ(watched.far({connecting}, 101).state.connect_unanswered_since, std::nullopt);
  connecting.info->total_retransmits = 2;
  EXPECT_EQ(watched.far({connecting}, 103).state.connect_unanswered_since, at(100));
  EXPECT_EQ(watched.state.far_unacknowledged_since, std::nullopt);
  EXPECT_EQ(watched.far({socket()}, 102).state.connect_unanswered_since, std::nullopt);
}

TEST(SocketWatch, AFarewellThatIsNotReadYetIsNoSignOfAFrozenStunnel) {
  Socket left = with_queue(1, 1);
  left.state = TcpState::close_wait;
  EXPECT_EQ(Watched().near({left}, 100).near({left}, 103).state.near_unread_since, std::nullopt);
  Socket asked = with_queue(73, 4073);
  asked.state = TcpState::close_wait;
  EXPECT_EQ(Watched().near({asked}, 100).near({asked}, 103).state.near_unread_since, at(100))
      << "a question before it is";
}

TEST(SocketWatch, OneSampleOfUnreadBytesIsNoSignOfAFrozenStunnelAndTheSecondIs) {
  Watched watched;
  watched.far({with_queue(72, 4072)}, 100);
  EXPECT_EQ(watched.state.far_unread_since, at(100)) << "dated, so that it lasts nothing yet";
  watched.far({with_queue(72, 4072)}, 101).far({with_queue(172, 4172)}, 102);
  EXPECT_EQ(watched.state.far_unread_since, at(100)) << "more came and nothing was read";
  EXPECT_EQ(watched.state.near_unread_since, std::nullopt);
}

TEST(SocketWatch, ABusyStunnelReadsInBetweenAndIsNotFrozen) {
  Watched watched;
  watched.near({with_queue(1448, 10000)}, 100).near({with_queue(1448, 90000)}, 101);
  EXPECT_EQ(watched.state.near_unread_since, at(101)) << "as much is waiting, but other bytes";
  watched.near({with_queue(700, 90000)}, 102);
  EXPECT_EQ(watched.state.near_unread_since, at(102)) << "some of it was read";
  watched.near({with_queue(0, 90000)}, 103);
  EXPECT_EQ(watched.state.near_unread_since, std::nullopt);
}

TEST(SocketWatch, AnotherConnectionDoesNotInheritTheSignOfAnOlderOne) {
  Watched watched;
  watched.near({with_queue(72, 4072)}, 100);
  Socket other = with_queue(72, 4072);
  other.remote.port = 40001;
  watched.near({other}, 101);
  EXPECT_EQ(watched.state.near_unread_since, at(101));
  watched.near({other, with_queue(72, 4072)}, 102);
  EXPECT_EQ(watched.state.near_unread_since, at(101)) << "of several the earliest";
}

TEST(SocketWatch, AClosedSocketWithBytesIsNobodysFault) {
  Socket closing = with_queue(72, 4072);
  for (const auto state : {TcpState::fin_wait2, TcpState::time_wait, TcpState::close}) {
    closing.state = state;
    EXPECT_EQ(Watched().near({closing}, 100).state.near_unread_since, std::nullopt);
  }
}

TEST(SocketWatch, ConnectionsThatNobodyAcceptsAreUnreadOnTheSideWhereTheyCome) {
  Watched client, server;
  client.listening(3, 100).listening(4, 102);
  EXPECT_EQ(client.state.near_unread_since, at(100));
  EXPECT_EQ(client.state.far_unread_since, std::nullopt);
  EXPECT_EQ(client.listening(0, 103).state.near_unread_since, std::nullopt);
  server.state.side = Side::server;
  server.listening(1, 100);
  EXPECT_EQ(server.state.far_unread_since, at(100));
  EXPECT_EQ(server.state.near_unread_since, std::nullopt);
}

TEST(SocketWatch, AHandshakeIsUnansweredFromTheSendingOn) {
  Socket greeting = socket();
  greeting.info->bytes_received = 0;
  greeting.info->last_data_sent = 1500ms;
  Watched watched;
  EXPECT_EQ(watched.far({greeting}, 100).state.handshake_unanswered_since, at(98.5));
  greeting.info->last_data_sent = 100ms;  // it has sent once more
  EXPECT_EQ(watched.far({greeting}, 101).state.handshake_unanswered_since, at(98.5));
  greeting.info->bytes_received = 1;
  EXPECT_EQ(watched.far({greeting}, 102).state.handshake_unanswered_since, std::nullopt);
}

// At 30 % loss and 500 ms each way the answer's time-out is 3 s, doubled each time that it is lost.
TEST(SocketWatch, AHandshakeWhoseAnswerIsLostTwiceIsNotUnanswered) {
  Socket greeting = socket();
  greeting.info->bytes_received = 0;
  greeting.info->rto = 3s;
  greeting.info->last_data_sent = 1s;
  Watched watched;
  watched.far({greeting}, 100);
  for (const double second : {101, 105, 111}) {
    EXPECT_EQ(watched.far({greeting}, second).state.handshake_unanswered_since, std::nullopt) << second;
  }
  EXPECT_EQ(watched.far({greeting}, 112).state.handshake_unanswered_since, at(99)) << "this is too long";
}

TEST(SocketWatch, AHandshakeThatHasNotArrivedOrNotBegunIsNotUnanswered) {
  Socket greeting = socket();
  greeting.info->bytes_received = 0;
  Socket on_its_way = greeting, not_sent = greeting, connecting = greeting;
  on_its_way.info->unacked = 1;
  not_sent.info->bytes_acked = 1;  // the SYN
  connecting.state = TcpState::syn_sent;
  EXPECT_EQ(Watched().far({on_its_way, not_sent, connecting}, 100).state.handshake_unanswered_since,
            std::nullopt);
  EXPECT_EQ(Watched().near({greeting}, 100).state.handshake_unanswered_since, std::nullopt)
      << "on the near leg the database speaks first";
}

TEST(SocketWatch, RetransmitsAreCountedOverTheLivesOfSockets) {
  const auto sent_again = [](std::uint16_t port, std::uint32_t times) {
    Socket one = socket(port);
    one.info->total_retransmits = times;
    return one;
  };
  Watched watched;
  EXPECT_EQ(watched.far({sent_again(1, 2)}, 100).state.retransmits, 2u);
  EXPECT_EQ(watched.far({sent_again(1, 2)}, 101).state.retransmits, 2u);
  EXPECT_EQ(watched.far({sent_again(1, 5), sent_again(2, 1)}, 102).state.retransmits, 6u);
  EXPECT_EQ(watched.far({sent_again(2, 1)}, 103).state.retransmits, 6u)
      << "a socket that ended takes nothing back";
  EXPECT_EQ(watched.far({sent_again(2, 0)}, 104).state.retransmits, 6u) << "the same ports, another socket";
  EXPECT_EQ(watched.near({sent_again(3, 9)}, 105).state.retransmits, 6u) << "the near leg is loopback";
}

struct Bytes {
  std::uint64_t received, sent;
};
Socket moved(std::uint16_t port, Bytes bytes) {
  Socket one = socket(port);
  one.info->bytes_received = bytes.received;
  one.info->bytes_acked = bytes.sent;
  return one;
}

TEST(SocketWatch, BytesAreCountedFromTheAgentsStartAndOnceWhateverEnds) {
  Watched watched;
  const auto counts = [&](std::uint64_t received, std::uint64_t sent, const char* why) {
    EXPECT_EQ(watched.state.received_bytes, received) << why;
    EXPECT_EQ(watched.state.sent_bytes, sent) << why;
  };
  watched.far({moved(1, {1'000'000, 5000})}, 100);
  counts(0, 0, "what was moved before the agent came is not its");
  watched.far({moved(1, {1'000'300, 5010})}, 101);
  counts(300, 10, "the difference");
  watched.far({moved(1, {1'000'300, 5010}), moved(2, {40, 4})}, 102);
  counts(340, 14, "a new connection from its first byte on");
  Socket ended = moved(1, {0, 0});
  ended.state = TcpState::time_wait;
  ended.info.reset();
  watched.far({ended, moved(2, {41, 4})}, 103).far({moved(2, {41, 4})}, 104);
  counts(341, 14, "one that ends takes nothing back");
  watched.far({moved(2, {7, 3})}, 105);
  counts(348, 17, "the same ports, another connection");
}

TEST(SocketWatch, AListenerOnceSeenIsRemembered) {
  Watched watched;
  EXPECT_FALSE(watched.far({}, 100).state.listener_seen);
  EXPECT_TRUE(watched.listening(0, 101).state.listener_seen);
  EXPECT_TRUE(watched.far({}, 102).state.listener_seen);
}

}  // namespace
}  // namespace replwatch::tunnel
