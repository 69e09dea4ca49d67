#include "probes/mysql/errors.h"

#include <gtest/gtest.h>

#include <set>

#include "probes/mysql/replica_status.h"
#include "tests/unit/mysql/fixture.h"

namespace replwatch::mysql {
namespace {

TEST(Errors, AFailedLookHasTheReasonItsTextGives) {
  struct Case {
    unsigned number;
    const char* text;
    Reason reason;
  };
  for (const Case& c : {
           Case{2002, "Can't connect to server on '127.0.0.1' (111)", Reason::refused},
           Case{2002, "Can't connect to server on '127.0.0.1' (115)", Reason::refused},
           Case{2002, "Can't connect to local server through socket '/run/mysqld/mysqld.sock' (2)",
                Reason::refused},
           Case{2002, "Can't connect to local server through socket '/run/mysqld/mysqld.sock' (111)",
                Reason::refused},
           Case{2002, "Can't connect to local server through socket '/run/mysqld/mysqld.sock' (13)",
                Reason::unreadable},
           Case{2003, "Can't connect to MySQL server on 'server1.domain.one:3306' (111)", Reason::refused},
           Case{2003, "Can't connect to server on '127.0.0.1' (111 \"Connection refused\")", Reason::refused},
           Case{2003, "Can't connect to server on '192.0.2.1' (110 \"Connection timed out\")",
                Reason::timed_out},
           Case{2002, "Can't connect to server on '192.0.2.1' (113)", Reason::unreachable},
           Case{2002, "Can't connect to server on '192.0.2.1' (101)", Reason::unreachable},
           Case{2002, "Can't connect to server on '(111)' (113)", Reason::unreachable},
           Case{2002, "nonsense", Reason::unreachable},
           Case{2005, "Unknown server host 'no-such.invalid' (-3)", Reason::unresolved},
           Case{2006, "Server has gone away", Reason::connection_lost},
           Case{2013, "Lost connection to server during query", Reason::connection_lost},
           Case{2013,
                "Lost connection to server at 'handshake: reading initial communication packet', system "
                "error: 115",
                Reason::connection_lost},
           Case{2013,
                "Lost connection to server at 'handshake: reading initial communication packet', system "
                "error: 110",
                Reason::timed_out},
           Case{2026, "TLS/SSL error: certificate verify failed", Reason::connection_lost},
           Case{1045, "Access denied for user 'nobody'@'localhost' (using password: YES)",
                Reason::login_refused},
           Case{1045, "Plugin caching_sha2_password could not be loaded: not found", Reason::missing},
           Case{2059, "Authentication plugin 'x' cannot be loaded", Reason::missing},
           Case{1130, "Host '192.0.2.1' is not allowed to connect", Reason::login_refused},
           Case{1129, "Host is blocked because of many connection errors", Reason::login_refused},
           Case{1524, "Plugin 'mysql_native_password' is not loaded", Reason::login_refused},
           Case{4151, "Access denied, this account is locked", Reason::login_refused},
           Case{1040, "Too many connections", Reason::crowded_out},
           Case{1203, "User x already has more than 'max_user_connections' active connections",
                Reason::crowded_out},
           Case{1226, "User 'x' has exceeded the 'max_queries_per_hour' resource", Reason::crowded_out},
           Case{1227, "Access denied; you need (at least one of) the SLAVE MONITOR privilege(s)",
                Reason::access_denied},
           Case{1142, "SELECT command denied to user", Reason::access_denied},
           Case{1044, "Access denied for user 'x'@'localhost' to database 'y'", Reason::access_denied},
           Case{1317, "Query execution was interrupted", Reason::statement_hung},
           Case{2027, "Received malformed packet", Reason::malformed},
           Case{1064, "You have an error in your SQL syntax", Reason::statement_failed},
           Case{1193, "Unknown system variable 'server_uuid'", Reason::statement_failed},
           Case{9999, "", Reason::statement_failed},
           Case{2999, "", Reason::connection_lost},
       }) {
    EXPECT_EQ(code(classify_error(c.number, c.text)), code(c.reason)) << c.number << " " << c.text;
  }
}

TEST(Errors, AFailureKeepsNumberAndTextOnOneLine) {
  EXPECT_EQ(failure_of(1064, "near\n'x'"), (Failure{Reason::statement_failed, "near 'x'", 1064}));
}

IoErrorClass of_fixture(const std::string& name) {
  const auto channels = parse_replica_status(read_fixture(name)).value();
  return classify_io_error(channels.at(0).last_io_error, channels.at(0).last_io_error_text);
}

TEST(IoErrors, WhatRealReplicasSaidIsUnderstood) {
  for (const auto& [state, expected] : {std::pair{"02-healthy", IoErrorClass::none},
                                        {"06-refused", IoErrorClass::refused},
                                        {"06-unresolved", IoErrorClass::unresolved},
                                        {"07-wrong-password", IoErrorClass::login_refused},
                                        {"07-account-locked", IoErrorClass::login_refused},
                                        {"07-no-grant", IoErrorClass::login_refused},
                                        {"08-accepted-but-silent", IoErrorClass::none},
                                        {"08-lost-at-handshake", IoErrorClass::lost_at_handshake},
                                        {"09-source-stopped", IoErrorClass::refused},
                                        {"10-too-many-connections", IoErrorClass::too_many_connections},
                                        {"12-purged-log", IoErrorClass::purged},
                                        {"12-position-beyond-end", IoErrorClass::position_invalid},
                                        {"12-position-inside-event", IoErrorClass::packet_too_large},
                                        {"13-same-server-id", IoErrorClass::duplicate_server_id},
                                        {"17-gtid-ahead", IoErrorClass::position_invalid},
                                        {"17-gtid-purged", IoErrorClass::purged}}) {
    EXPECT_EQ(code(of_fixture(std::string("mariadb-10.11/") + state)), code(expected)) << state;
  }
}

TEST(IoErrors, MySqlNineIsUnderstoodThroughItsOwnNumbers) {
  EXPECT_EQ(of_fixture("mysql-9.7/06-refused"), IoErrorClass::refused);
  EXPECT_EQ(of_fixture("mysql-9.7/12-purged-log"), IoErrorClass::purged);
  EXPECT_EQ(of_fixture("mysql-9.7/13-same-server-id"), IoErrorClass::duplicate_server_id);
}

TEST(IoErrors, TheMeaningsOf1236AreToldApartByText) {
  const std::string start = "Got fatal error 1236 from master when reading data from binary log: ";
  for (const auto& [text, expected] : {
           std::pair{"'Could not find first log file name in binary log index file'", IoErrorClass::purged},
           {"'The slave is connecting using CHANGE MASTER TO MASTER_AUTO_POSITION = 1, but the master has "
            "purged "
            "binary logs containing GTIDs that the slave requires.'",
            IoErrorClass::purged},
           {"'Client requested master to start replication from position > file size'",
            IoErrorClass::position_invalid},
           {"'Error: connecting slave requested to start from GTID 0-1-9, which is not in the master's "
            "binlog. Since "
            "the master's binlog contains GTIDs with higher sequence numbers, it probably means that the "
            "slave has "
            "diverged due to executing extra erroneous transactions'",
            IoErrorClass::position_invalid},
           {"'Slave has more GTIDs than the master has, using the master's SERVER_UUID.'",
            IoErrorClass::position_invalid},
           {"'A slave with the same server_uuid/server_id as this slave has connected to the master; the "
            "first event "
            "'b.000001' at 4'",
            IoErrorClass::duplicate_server_id},
           {"'log event entry exceeded max_allowed_packet; Increase max_allowed_packet on master'",
            IoErrorClass::packet_too_large},
           {"'bogus data in log event'", IoErrorClass::source_log_damaged},
           {"'binlog truncated in the middle of event; consider out of disk space on master'",
            IoErrorClass::source_log_damaged},
           {"'Binary log is not open'", IoErrorClass::source_does_not_log},
           {"'something new'", IoErrorClass::other},
           {"", IoErrorClass::other},
       }) {
    EXPECT_EQ(code(classify_io_error(1236, start + text)), code(expected)) << text;
    EXPECT_EQ(code(classify_io_error(13114, start + text)), code(expected)) << text;
  }
}

TEST(IoErrors, EqualServerIdsAndOtherFatalErrorsShareANumber) {
  EXPECT_EQ(
      classify_io_error(1593,
                        "Fatal error: The slave I/O thread stops because master and slave have equal MySQL "
                        "server UUIDs; these UUIDs must be different for replication to work."),
      IoErrorClass::duplicate_server_id);
  EXPECT_EQ(classify_io_error(1593, "Fatal error: Failed to run 'after_read_event' hook"),
            IoErrorClass::other);
}

TEST(IoErrors, ALossAtTheHandshakeIsNotALossInTheMiddle) {
  EXPECT_EQ(
      classify_io_error(2013,
                        "error connecting to master 'db_rep@127.0.0.1:3307' - retry-time: 60  message: Lost "
                        "connection to server at 'handshake: reading initial communication packet', system "
                        "error: 104"),
      IoErrorClass::lost_at_handshake);
  EXPECT_EQ(classify_io_error(2013, "Lost connection to MySQL server during query"),
            IoErrorClass::connection_lost);
}

TEST(IoErrors, ARefusalSaysByItsErrnoWhichOneItWas) {
  EXPECT_EQ(classify_io_error(2003, "... (113 \"No route to host\")"), IoErrorClass::unreachable);
  EXPECT_EQ(classify_io_error(2003, "... (110 \"Connection timed out\")"), IoErrorClass::timed_out);
  EXPECT_EQ(classify_io_error(2003, "error connecting to master"), IoErrorClass::unreachable);
}

TEST(IoErrors, CodesAreDistinct) {
  EXPECT_EQ(std::set<std::string_view>(kIoErrorCodes.begin(), kIoErrorCodes.end()).size(),
            kIoErrorCodes.size());
}

}  // namespace
}  // namespace replwatch::mysql
