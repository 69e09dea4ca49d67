#include "nagios/log_place.h"

#include <gtest/gtest.h>

namespace replwatch::nagios {
namespace {

TEST(LogPlace, WhatIsWrittenIsReadBack) {
  const io::FilePlace place{1, 18446744073709551615u, 3, 4};
  for (const std::string log : {"/var/log/stunnel.log", "/var/log/name with blanks.log"}) {
    EXPECT_EQ(parse_log_place(log_place_text(log, place), log), place) << log;
  }
}

TEST(LogPlace, AnythingElseIsNoPlace) {
  for (const std::string_view text :
       {"", "\n", "check_stunnel_log 1\n", "check_stunnel_log 1 1 2 3 4\n",
        "check_stunnel_log 1 1 2 3 4 /log", "check_stunnel_log 1 1 2 3 4 /other\n",
        "check_stunnel_log 1 1 2 3 -4 /log\n", "check_stunnel_log 1 1 2 3 4x /log\n",
        "check_stunnel_log 2 1 2 3 4 /log\n", "check_stunnel_log 1  1 2 3 4 /log\n",
        "check_stunnel_log 1 1 2 3 99999999999999999999 /log\n"}) {
    EXPECT_FALSE(parse_log_place(text, "/log")) << text;
  }
}

}  // namespace
}  // namespace replwatch::nagios
