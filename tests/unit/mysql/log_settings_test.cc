#include "probes/mysql/log_settings.h"

#include <gtest/gtest.h>

namespace replwatch::mysql {
namespace {

Table rows(std::vector<std::vector<std::optional<std::string>>> rows) {
  return {{"Variable_name", "Value"}, std::move(rows)};
}

TEST(LogSettings, BothFlavorsAreReadIntoSeconds) {
  const auto maria = parse_log_settings(rows({{"datadir", "/var/lib/mysql/"},
                                              {"expire_logs_days", "10.000000"},
                                              {"log_bin_basename", "/var/lib/mysql/mysql-bin"},
                                              {"relay_log_basename", "relay-bin"},
                                              {"max_binlog_size", "1073741824"},
                                              {"max_binlog_total_size", "0"},
                                              {"relay_log_space_limit", "1000000"}}));
  ASSERT_TRUE(maria) << maria.error().text;
  EXPECT_EQ(*maria, (LogSettings{864000, 0u, 1073741824u, 1000000u, "/var/lib/mysql/", "/var/lib/mysql/"}));
  const auto mysql = parse_log_settings(
      rows({{"binlog_expire_logs_seconds", "2592000"}, {"binlog_expire_logs_auto_purge", "ON"}}));
  EXPECT_EQ(mysql.value().expire, 2592000);
  EXPECT_EQ(mysql.value().relay_limit, std::nullopt);
}

TEST(LogSettings, TheExpiryIsTheOneThatCounts) {
  const auto expire = [](std::vector<std::vector<std::optional<std::string>>> given) {
    return parse_log_settings(rows(std::move(given))).value().expire;
  };
  EXPECT_EQ(expire({}), std::nullopt);
  EXPECT_EQ(expire({{"expire_logs_days", "0"}}), 0);
  EXPECT_EQ(expire({{"binlog_expire_logs_seconds", "60"}, {"expire_logs_days", "0.000694"}}), 60);
  EXPECT_EQ(expire({{"binlog_expire_logs_seconds", "0"}, {"expire_logs_days", "2"}}), 2 * 86400);
  EXPECT_EQ(expire({{"binlog_expire_logs_seconds", "60"}, {"binlog_expire_logs_auto_purge", "OFF"}}), 0);
}

TEST(LogSettings, AMalformedSettingRefusesTheWholeAnswer) {
  for (const char* name :
       {"binlog_expire_logs_seconds", "expire_logs_days", "max_binlog_size", "relay_log_space_limit",
        "max_binlog_total_size", "binlog_expire_logs_auto_purge"}) {
    const auto settings = parse_log_settings(rows({{name, "ten"}}));
    ASSERT_FALSE(settings) << name;
    EXPECT_NE(settings.error().text.find(name), std::string::npos);
  }
  EXPECT_FALSE(parse_log_settings(rows({{"expire_logs_days", "-1"}})));
  EXPECT_FALSE(parse_log_settings(rows({{"expire_logs_days", "inf"}})));
}

}  // namespace
}  // namespace replwatch::mysql
