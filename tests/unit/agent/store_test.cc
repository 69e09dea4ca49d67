#include "agent/state/store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <limits>

#include "agent/state/history_text.h"
#include "agent/state/kept.h"
#include "agent/state/saved_log.h"
#include "probes/tunnel/log_state.h"
#include "tests/unit/io/folder.h"

namespace replwatch::agent {
namespace {

using testing::Folder;

constexpr Duration kPatience = std::chrono::seconds(20);

StateRecord record(std::string kind, std::string name, std::string value) {
  return {std::move(kind),
          std::move(name),
          std::move(value),
          {"boot", Instant(Duration(5)), WallTime(Duration(7))}};
}

std::vector<StateRecord> kept_in(const std::string& path) {
  std::string warning;
  auto database = Database::open(path, warning);
  EXPECT_TRUE(database) << database.error().text;
  EXPECT_EQ(warning, "");
  auto records = database->read_all();
  EXPECT_TRUE(records);
  return *records;
}

TEST(Store, WhatWasKeptIsReadByTheNextRun) {
  const Folder folder;
  {
    Store store(folder.path("state"));
    EXPECT_TRUE(store.read(kPatience).empty());
    store.keep({record("log", "a", "1"), record("log", "b", "2")});
    store.keep({record("log", "a", "3")});
    EXPECT_TRUE(store.flush(kPatience));
    EXPECT_FALSE(store.failure());
  }
  std::vector<StateRecord> records;
  // The thread of the store before lets go of the file when it has ended.
  for (int i = 0; i < 100 && records.empty(); ++i) records = Store(folder.path("state")).read(kPatience);
  ASSERT_EQ(records.size(), 2u);
  EXPECT_TRUE(records[0].same_value(record("log", "a", "3")));
  EXPECT_TRUE(records[1].same_value(record("log", "b", "2")));
  EXPECT_EQ(records[0].taken.boot_id, "boot");
  EXPECT_EQ(records[0].taken.instant, Instant(Duration(5)));
  EXPECT_EQ(records[0].taken.wall, WallTime(Duration(7)));
}

TEST(Database, OnlyItsOwnerMayReadTheFile) {
  const Folder folder;
  kept_in(folder.path("state"));
  const auto mode = std::filesystem::status(folder.path("state")).permissions();
  EXPECT_EQ(static_cast<unsigned>(mode), 0600u);
}

TEST(Database, ASecondAgentIsRefusedAndToldWhy) {
  const Folder folder;
  std::string warning;
  const auto first = Database::open(folder.path("state"), warning);
  ASSERT_TRUE(first);
  const auto second = Database::open(folder.path("state"), warning);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().text.find("another agent"), std::string::npos) << second.error().text;
  EXPECT_EQ(warning, "");
}

TEST(Database, ADamagedFileIsMovedAsideAndANewOneBegins) {
  for (const std::string& damaged :
       {std::string("no database at all, and long enough to be read as one: ") + std::string(5000, 'x'),
        std::string("SQLite format 3\0", 16) + std::string(3000, '\xff')}) {
    const Folder folder;
    folder.write("state", damaged);
    std::string warning;
    auto database = Database::open(folder.path("state"), warning);
    ASSERT_TRUE(database) << database.error().text;
    EXPECT_NE(warning.find("state.damaged"), std::string::npos) << warning;
    EXPECT_TRUE(database->write({record("log", "a", "1")}));
    EXPECT_TRUE(std::filesystem::exists(folder.path("state.damaged")));
  }
}

TEST(Database, AFileOfANewerVersionIsLeftAlone) {
  const Folder folder;
  kept_in(folder.path("state"));
  sqlite3* raw = nullptr;
  ASSERT_EQ(sqlite3_open(folder.path("state").c_str(), &raw), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(raw, "PRAGMA user_version=9", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(raw);
  std::string warning;
  const auto database = Database::open(folder.path("state"), warning);
  ASSERT_FALSE(database);
  EXPECT_NE(database.error().text.find("newer replwatch"), std::string::npos) << database.error().text;
  EXPECT_FALSE(std::filesystem::exists(folder.path("state.damaged")));
}

TEST(Database, AFolderThatIsMissingIsAFailureWithItsRemedy) {
  const Folder folder;
  std::string warning;
  const auto database = Database::open(folder.path("none/state"), warning);
  ASSERT_FALSE(database);
  EXPECT_NE(database.error().text.find("the folder must exist"), std::string::npos) << database.error().text;
}

TEST(Store, WithoutADiskItGoesOnAndSaysSo) {
  const Folder folder;
  Store store(folder.path("none/state"));
  EXPECT_TRUE(store.read(kPatience).empty());
  ASSERT_TRUE(store.failure());
  store.keep({record("log", "a", "1")});
  EXPECT_TRUE(store.flush(kPatience));  // it is known that nothing will be written
}

TEST(SavedLog, ReadsAsItWasWritten) {
  SavedLog saved;
  saved.path = "/var/log/stunnel4/stunnel.log";
  saved.place = {std::numeric_limits<std::uint64_t>::max(), std::string("\0\xff|\n", 4)};
  saved.counts = tunnel::new_log_state().counts;
  saved.counts.lines = 12;
  saved.counts.verify["expired"] = 3;
  saved.counts.closed["reset"] = 4;
  saved.last_verify_ok = WallTime(Duration(123456789));
  saved.verification_seen = true;
  EXPECT_EQ(decode_log(encode(saved)), saved);
  saved.last_verify_ok.reset();
  EXPECT_EQ(decode_log(encode(saved)), saved);
}

TEST(SavedLog, DamagedTextIsNone) {
  for (const char* text : {"", "{", "[]", "3", "{}", R"({"path":1,"offset":1,"tail":""})",
                           R"({"path":"p","offset":-1,"tail":""})", R"({"path":"p","offset":1,"tail":"zz"})",
                           R"({"path":"p","offset":1,"tail":"aabb"})"}) {
    EXPECT_FALSE(decode_log(text)) << text;
  }
}

link::SavedHistory sample_history() {
  link::SavedHistory saved;
  saved.identity = "uuid/1";
  saved.epoch = 3;
  saved.epoch_seen = Instant(std::chrono::seconds(9));
  saved.named_anew = true;
  saved.streams = {"0"};
  saved.entries.push_back(
      {{1, 100}, Instant(Duration(1)), Instant(Duration(2)), Instant(Duration(3)), {{0, 1, 5}}, true});
  saved.entries.push_back(
      {{2, 4}, Instant(Duration(4)), Instant(Duration(5)), Instant(Duration(6)), {}, false});
  saved.source_gtids = mysql::GtidSet{{"0", 1, 5}};
  saved.ambiguous = {{"7", 1, 2}};
  saved.reading = {true, true, mysql::Position{1, 4}, std::nullopt};
  saved.proved = true;
  saved.executed = mysql::Position{1, 100};
  saved.read = mysql::Position{2, 4};
  saved.executed_asked = Instant(Duration(-3));
  return saved;
}

TEST(HistoryText, ReadsAsItWasWritten) {
  const link::SavedHistory saved = sample_history();
  EXPECT_EQ(decode_history(encode(saved)), saved);
}

TEST(HistoryText, NothingIsTakenOfATextThatIsDamagedAnywhere) {
  const std::string whole = encode(sample_history());
  int taken = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_FALSE(decode_history(whole.substr(0, i))) << i;
    std::string other = whole;
    other[i] = '"';
    if (const auto read = decode_history(other)) taken += *read == sample_history() ? 0 : 1;
  }
  EXPECT_EQ(taken, 0) << "a quotation mark in a wrong place changes no value that is read";
  EXPECT_FALSE(decode_history("{}"));
}

TEST(HistoryText, EntriesThatGoBackAreRefused) {
  link::SavedHistory saved = sample_history();
  std::swap(saved.entries[0], saved.entries[1]);
  EXPECT_FALSE(decode_history(encode(saved)));
}

TEST(Kept, OnlyWhatHasChangedIsWrittenAgain) {
  Kept kept;
  std::vector<StateRecord> records;
  kept.add(record("log", "a", "1"), records);
  kept.add(record("log", "a", "1"), records);
  kept.add(record("log", "b", "1"), records);
  kept.add(record("log", "a", "2"), records);
  EXPECT_EQ(records.size(), 3u);
}

TEST(Kept, LongHistoriesAreWrittenSeldom) {
  Kept kept;
  const Instant start(std::chrono::seconds(100));
  EXPECT_TRUE(kept.is_due("lfc", 1000, start));
  EXPECT_FALSE(kept.is_due("lfc", 1000, start + std::chrono::seconds(19)));
  EXPECT_TRUE(kept.is_due("voms", 1000, start + std::chrono::seconds(19)));
  EXPECT_TRUE(kept.is_due("lfc", 1000, start + std::chrono::seconds(20)));
}

}  // namespace
}  // namespace replwatch::agent
