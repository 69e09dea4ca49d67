#include "probes/tunnel/log_fold.h"

#include <gtest/gtest.h>

#include "tests/unit/tunnel/stunnel_log.h"

namespace replwatch::tunnel {
namespace {

TEST(LogFold, AStartHasItsVersion) {
  for (const auto& [line, version] :
       {std::pair{"5 stunnel 4.15 on x86_64-unknown-linux-gnu with OpenSSL 1.0.2zl", "4.15"},
        {"5 stunnel 4.44 on x86_64-unknown-linux-gnu platform", "4.44"},
        {"5 stunnel 5.82 on x86_64-pc-linux-gnu platform", "5.82"}}) {
    const auto events = events_of(log_of("ui", {line}));
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].kind, EventKind::started);
    EXPECT_EQ(events[0].reason, version);
    EXPECT_EQ(events[0].stamp, "2026.11.22 13:41:43");
  }
}

TEST(LogFold, AConfigurationReadAtStartIsNoReload) {
  for (const std::string_view id : {"ui", "32303:140670517540672", "140670517540672"}) {
    EXPECT_EQ(
        told(log_of(id, {"5 stunnel 4.56 on x platform", "5 Reading configuration from file /etc/s.conf",
                         "5 Configuration successful", "5 Reading configuration from file /etc/s.conf",
                         "5 Configuration successful"})),
        "started reloaded")
        << id;
  }
  EXPECT_EQ(
      told(log_of("main", {"5 Reading configuration from file /etc/s.conf", "5 Configuration successful"})),
      "reloaded");
}

TEST(LogFold, AFailedReloadIsOneEventHoweverManyLinesSayIt) {
  EXPECT_EQ(
      told(log_of("main",
                  {"5 Reading configuration from file /etc/s.conf",
                   "3 SSL_CTX_use_PrivateKey_file: x.c:1: error:8000000D:system library::Permission denied",
                   "3 Service [mysql]: Failed to initialize TLS context", "3 Configuration failed",
                   "3 Failed to reload the configuration file"})),
      "reload_failed");
  EXPECT_EQ(told(log_of("1:2", {"5 Reading configuration from file /etc/s.conf",
                                "3 Failed to reload the configuration file",
                                "5 Reading configuration from file /etc/s.conf",
                                "3 Failed to reload the configuration file"})),
            "reload_failed reload_failed");
}

TEST(LogFold, AFailedSecondStartIsABannerAndAFailure) {
  EXPECT_EQ(told(log_of("99:140",
                        {"5 stunnel 4.15 on x with OpenSSL 1.0.2", "5 9765 clients allowed",
                         "3 Error binding mysql to 0.0.0.0:3307", "3 bind: Address already in use (98)"})),
            "started start_failed");
  EXPECT_EQ(
      told("[.] stunnel 5.68 on x platform\n[!] Binding service [mysql] failed\n[!] Configuration failed\n"),
      "started start_failed");
  EXPECT_EQ(told(log_of("ui", {"5 stunnel 5.68 on x platform", "5 Configuration successful",
                               "5 Binding service [mysql] to :::3307: Address already in use (98)"})),
            "started");
}

TEST(LogFold, AFailedSecondStartLeavesTheRunningOnesConnectionsAlone) {
  const std::string log =
      log_of("7:1", {"5 mysql connected from 10.0.0.1:5", "4 VERIFY ERROR: depth=0, error=x: /CN=a"}) +
      log_of("9:1", {"5 stunnel 4.15 on x with OpenSSL 1.0.2", "3 Error binding mysql to 0.0.0.0:3307"}) +
      log_of("7:1", {"3 SSL_accept: 1: error:1:SSL routines:x:certificate verify failed"});
  EXPECT_EQ(told(log), "accepted verify_failed:other started start_failed");
}

TEST(LogFold, EveryWayToStopIsToldWithItsSignal) {
  for (const auto& [line, signal] : {std::pair{"5 Received signal 15; terminating", "15"},
                                     {"3 Received signal 2; terminating", "2"},
                                     {"3 Received SIGINT; terminating", "SIGINT"},
                                     {"5 Terminated", ""}}) {
    const auto events = events_of(log_of("main", {line}));
    ASSERT_EQ(events.size(), 1U) << line;
    EXPECT_EQ(events[0].kind, EventKind::stopped);
    EXPECT_EQ(events[0].reason, signal);
  }
  EXPECT_EQ(told(log_of("main", {"6 Terminating 1 service thread(s)", "6 Service threads terminated",
                                 "6 Child process 12 terminated on signal 15"})),
            "");
}

TEST(LogFold, TheRestOfTheDaemonsEvents) {
  EXPECT_EQ(told(log_of("main", {"5 Log file reopened", "4 Connection rejected: too many clients (>=195)",
                                 "3 Connection rejected: create_client failed"})),
            "log_reopened client_limit");
  for (const std::string_view idle : {"6 s_poll_wait timeout: connection reset",
                                      "6 transfer: s_poll_wait: TIMEOUTidle exceeded: sending reset",
                                      "6 transfer_tcp: s_poll_wait: TIMEOUTidle exceeded: sending reset"}) {
    EXPECT_EQ(told(log_of("1", {idle})), "idle_timeout") << idle;
  }
  EXPECT_EQ(told(log_of("1", {"6 s_poll_wait timeout: connection close",
                              "3 transfer: s_poll_wait: TIMEOUTclose exceeded: closing"})),
            "");
}

TEST(LogFold, IncomingAndOutgoingAreNotMixedUp) {
  EXPECT_EQ(told(log_of("1:2", {"5 mysql connected from 10.0.0.1:5"})), "accepted");
  EXPECT_EQ(told(log_of("1:2", {"5 mysql connected remote server from 10.0.0.1:5"})), "backend_connected");
  EXPECT_EQ(told(log_of("1:2", {"5 mysql accepted connection from 10.0.0.1:5"})), "accepted");
  EXPECT_EQ(told(log_of("1:2", {"5 Service mysql accepted connection from 10.0.0.1:5"})), "accepted");
  EXPECT_EQ(told(log_of("3", {"5 Service [my sql] accepted connection from ::1:5"})), "accepted");
  EXPECT_EQ(told(log_of("3", {"7 Service [mysql] accepted (FD=3) from 10.0.0.1:5"})), "");
  EXPECT_EQ(told(log_of("1:2", {"7 mysql accepted FD=6 from 10.0.0.1:5"})), "");
}

TEST(LogFold, TextInTheMiddleOfALineForgesNothing) {
  const std::string_view fakes[] = {
      "VERIFY OK: depth=0, /CN=fake",
      "Service [mysql] accepted connection from 6.6.6.6:6",
      "mysql connected from 6.6.6.6:6",
      "Connection closed: 1 byte(s) sent to TLS, 1 byte(s) sent to socket",
      "Terminated",
      "Log file reopened",
      "SSL_read: error:1:x::sslv3 alert certificate expired",
  };
  for (const std::string_view fake : fakes) {
    const std::string name = "/CN=x\\x0A2026.11.22 13:41:43 LOG5[9]: " + std::string(fake);
    EXPECT_EQ(told(log_of("1:2", {"5 VERIFY OK: depth=1, " + name})), "verify_ok:1") << fake;
    EXPECT_EQ(told(log_of("1:2", {"4 Certificate check failed: depth=0, " + name})), "verify_failed:other")
        << fake;
    EXPECT_EQ(told(log_of("1", {"5 SNI: requested servername: " + std::string(fake)})), "") << fake;
    EXPECT_EQ(told(log_of("1:2", {"6 Client CA: " + name})), "") << fake;
    EXPECT_EQ(told(log_of("1:2", {"6 Something new: " + name})), "") << fake;
  }
}

}  // namespace
}  // namespace replwatch::tunnel
