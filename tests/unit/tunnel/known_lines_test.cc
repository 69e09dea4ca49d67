#include "probes/tunnel/known_lines.h"

#include <gtest/gtest.h>

namespace replwatch::tunnel {
namespace {

bool known(std::string_view text, std::string_view id = "7") { return is_known_line({"", 7, id, text}); }

TEST(KnownLines, DebugLinesOfEveryVersionAreKnown) {
  const std::string_view texts[] = {
      "Threading:PTHREAD SSL:ENGINE Sockets:POLL,IPv4",
      "9765 clients allowed",
      "Clients allowed=500",
      "file ulimit = 20000 (can be changed with 'ulimit -n')",
      "FD 7 in non-blocking mode",
      "SO_REUSEADDR option set on accept socket",
      "TCP_NODELAY option set on local socket",
      "Option SO_REUSEADDR set on accept socket",
      "Snagged 64 random bytes from /root/.rnd",
      "RAND_status claims sufficient entropy for the PRNG",
      "PRNG seeded successfully",
      "Created pid file /run/x.pid",
      "SSL state (accept): before/accept initialization",
      "TLS state (connect): SSLv3/TLS write client hello",
      "SSL alert (read): fatal: certificate expired",
      "   4 items in the session cache",
      "   1 client connects (SSL_connect())",
      "   1 server connects that finished",
      "   0 session cache hits",
      "   2 server accept(s) requested",
      "Negotiated ciphers: AES256-SHA SSLv3 Kx=RSA Au=RSA Enc=AES(256) Mac=SHA1",
      "Negotiated TLSv1.2 ciphersuite ECDHE-RSA-AES256-GCM-SHA384 (256-bit encryption)",
      "TLSv1.3 ciphersuite: TLS_AES_256_GCM_SHA384 (256-bit encryption)",
      "Remote FD=9 initialized",
      "Socket 3 set to non-blocking mode",
      "Remote descriptor (FD=9) initialized",
      "Service [mysql] started",
      "Service [mysql] accepted (FD=3) from 10.0.0.1:5",
      "Service [mysql] finished (0 left)",
      "Verification started at depth=1: CN=x",
      "CERT: Pre-verification succeeded",
      "OCSP: Ignoring root certificate",
      "s_poll_wait 127.0.0.1:3306: Operation now in progress (115)",
      "connect_wait: waiting 10 seconds",
      "Cleaning up the signal pipe",
      "Process 12 finished with code 0 (0 left)",
      "Dispatching signals from the signal pipe",
      "Processing SIGNAL_RELOAD_CONFIG",
      "str_stats: 20 block(s), 1200 data byte(s), 640 control byte(s)",
      "Peer certificate was cached (1200 bytes)",
      "Compression: null, expansion: null",
      "Deallocating section [mysql]",
      "SSL_CTX_use_certificate_chain_file: 2001002: error:02001002:system library:fopen:No such file or "
      "directory",
      "error queue: ssl/statem/statem_srvr.c:3510: error:0A000086:SSL routines::certificate verify failed",
      "/etc/grid-security/hostkey.pem: No such file or directory (2)",
      "/etc/stunnel/stunnel.conf:12: \"foo = bar\": Specified option name is not valid here",
      "getpeerbyname (local_rfd): Transport endpoint is not connected (107)",
      "accept: Too many open files (24)",
      "TLS socket closed (SSL_write) with 18432 unsent byte(s)",
      "SSL_read: Connection reset by peer (104)",
      "transfer: s_poll_wait: TIMEOUTclose exceeded: closing",
      "FIPS provider disabled",
      " <- 220 ready",
      "Binding service [mysql] to :::3307: Address already in use (98)",
      "Per-day thread initialized",
      "remote socket: FD=9 allocated (non-blocking mode)",
      "     0 internal session cache item(s)",
      "     0 expired session(s) retrieved",
      "#1: 30.41% of heap operations: ../crypto/core_namemap.c:182",
      "local_rfd/local_wfd reset (FD=3)",
      "remote_fd reset (FD=10)",
      "readsocket: Would block: retrying",
      "Server-mode pgsql protocol negotiations started",
      "2048-bit DH parameters loaded",
      "Connection rejected: create_client failed",
      "Configured trusted server CA: CN=x",
  };
  for (const auto text : texts) EXPECT_TRUE(known(text)) << text;
}

TEST(KnownLines, UpTo429TheServicesNameBeginsALine) {
  for (const std::string_view text :
       {"mysql started", "mysql finished (0 left)", "mysql accepted FD=6 from 10.0.0.1:5",
        "mysql bound to 0.0.0.0:3307", "mysql connecting 127.0.0.1:3306",
        "mysql permitted by libwrap from 10.0.0.1:5"}) {
    EXPECT_TRUE(known(text, "12:140")) << text;
    EXPECT_FALSE(known(text, "12")) << text;
  }
}

TEST(KnownLines, WhatStunnelNeverWroteIsUnknown) {
  for (const std::string_view text :
       {"", "x", "Hello world", "Everything is fine", "mysql: nothing", "Connection maybe closed", "accepted",
        "stunnel", "LOG5[0]: Terminated", "12345", "something (1", "something (111)", "(111)", "error:"}) {
    EXPECT_FALSE(known(text)) << text;
  }
}

}  // namespace
}  // namespace replwatch::tunnel
