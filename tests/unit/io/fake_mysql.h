// A fake MySQL server: protocol 10, OK to any login, text results as a function of the statement.
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "probes/mysql/table.h"
#include "tests/unit/io/fake_server.h"

namespace replwatch::testing {

class FakeMysql {
 public:
  struct Reply {
    enum class Kind { table, error, hang, close } kind = Kind::table;
    mysql::Table table;
    unsigned number = 0;
    std::string text;
  };
  static Reply table(std::vector<std::string> columns,
                     std::vector<std::vector<std::optional<std::string>>> rows) {
    return {Reply::Kind::table, {std::move(columns), std::move(rows)}, 0, ""};
  }
  static Reply error(unsigned number, std::string text) {
    return {Reply::Kind::error, {}, number, std::move(text)};
  }
  static Reply hang() { return {Reply::Kind::hang, {}, 0, ""}; }
  static Reply close() { return {Reply::Kind::close, {}, 0, ""}; }

  // `answer` is called from the connections' threads, one call at a time; n is the connection, from 1, and
  // its thread id as well.
  using Answer = std::function<Reply(const std::string& statement, unsigned n)>;

  explicit FakeMysql(Answer answer, std::string version = "10.11.19-MariaDB")
      : answer_(std::move(answer)),
        version_(std::move(version)),
        server_([this](FakeServer::Peer& peer, unsigned n) { serve(peer, n); }) {}

  io::ServerAddress address() const { return server_.address(); }
  unsigned connections() const { return server_.connections(); }
  unsigned most_at_once() const { return server_.most_at_once(); }
  // The batches of statements that came, as sent, with the connection of each.
  std::vector<std::pair<unsigned, std::string>> batches() const {
    const std::lock_guard hold(lock_);
    return batches_;
  }

  static std::string packet(std::string_view payload, unsigned sequence) {
    return number(payload.size(), 3) + std::string(1, static_cast<char>(sequence)) + std::string(payload);
  }
  static std::string greeting(const std::string& version, unsigned thread_id) {
    // No TLS, no compression: protocol 4.1, secure login, several statements and results, plug-ins.
    constexpr unsigned kLow = 0xA20F, kHigh = 0x000B;
    return "\x0a" + version + std::string(1, '\0') + number(thread_id, 4) + "abcdefgh" +
           std::string(1, '\0') + number(kLow, 2) + "\x2d" + number(2, 2) + number(kHigh, 2) + "\x15" +
           std::string(10, '\0') + "ijklmnopqrst" + std::string(1, '\0') + "mysql_native_password" +
           std::string(1, '\0');
  }
  static std::string ok(bool more = false) {
    return std::string("\0\0\0", 3) + number(more ? 10 : 2, 2) + number(0, 2);
  }

  // Everything of a result before its first row.
  static std::string result_head(const std::vector<std::string>& columns) {
    unsigned sequence = 1;
    return head(columns, sequence);
  }

 private:
  static std::string number(std::uint64_t value, unsigned bytes) {
    std::string text;
    for (unsigned i = 0; i < bytes; ++i) text += static_cast<char>((value >> (8 * i)) & 0xFF);
    return text;
  }
  static std::string counted(std::string_view text) {
    const std::string length = text.size() < 251 ? number(text.size(), 1) : "\xfc" + number(text.size(), 2);
    return length + std::string(text);
  }
  static std::string end(bool more) { return "\xfe" + number(0, 2) + number(more ? 10 : 2, 2); }
  static std::string column(const std::string& name) {
    return counted("def") + counted("") + counted("") + counted("") + counted(name) + counted("") + "\x0c" +
           number(45, 2) + number(1024, 4) + "\xfd" + number(0, 2) + number(0, 3);
  }

  static std::string head(const std::vector<std::string>& columns, unsigned& sequence) {
    std::string bytes = packet(number(columns.size(), 1), sequence++);
    for (const std::string& each : columns) bytes += packet(column(each), sequence++);
    return bytes + packet(end(false), sequence++);
  }
  static std::string result(const mysql::Table& table, bool more, unsigned& sequence) {
    if (table.columns.empty()) return packet(ok(more), sequence++);
    std::string bytes = head(table.columns, sequence);
    for (const auto& row : table.rows) {
      std::string cells;
      for (const auto& cell : row) cells += cell ? counted(*cell) : "\xfb";
      bytes += packet(cells, sequence++);
    }
    return bytes + packet(end(more), sequence++);
  }

  // False when the connection has ended.
  static std::optional<std::string> read_packet(FakeServer::Peer& peer) {
    const std::string header = peer.receive(4);
    if (header.empty()) return std::nullopt;
    std::size_t size = 0;
    for (unsigned i = 0; i < 3; ++i)
      size |= static_cast<std::size_t>(static_cast<unsigned char>(header[i])) << (8 * i);
    return peer.receive(size);
  }

  void serve(FakeServer::Peer& peer, unsigned n) {
    peer.send(packet(greeting(version_, n), 0));
    if (!read_packet(peer) || !peer.send(packet(ok(), 2))) return;
    while (const auto command = read_packet(peer)) {
      if (command->empty() || command->front() != '\x03') return;
      if (!answer_batch(peer, command->substr(1), n)) return;
    }
  }

  bool answer_batch(FakeServer::Peer& peer, std::string batch, unsigned n) {
    {
      const std::lock_guard hold(lock_);
      batches_.emplace_back(n, batch);
    }
    unsigned sequence = 1;
    while (true) {
      const std::size_t cut = batch.find(';');
      const Reply reply = ask(batch.substr(0, cut), n);
      if (reply.kind == Reply::Kind::close) return false;
      if (reply.kind == Reply::Kind::hang) return peer.hang(), false;
      if (reply.kind == Reply::Kind::error) {
        return peer.send(packet("\xff" + number(reply.number, 2) + "#HY000" + reply.text, sequence));
      }
      const bool more = cut != std::string::npos;
      if (!peer.send(result(reply.table, more, sequence))) return false;
      if (!more) return true;
      batch.erase(0, cut + 1);
    }
  }

  Reply ask(const std::string& statement, unsigned n) {
    const std::lock_guard hold(asking_);
    return answer_(statement, n);
  }

  Answer answer_;
  std::string version_;
  mutable std::mutex lock_, asking_;
  std::vector<std::pair<unsigned, std::string>> batches_;
  FakeServer server_;
};

}  // namespace replwatch::testing
