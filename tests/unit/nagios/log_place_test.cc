#include "nagios/log_place.h"

#include <gtest/gtest.h>

namespace replwatch::nagios {
namespace {

TEST(LogPlace, WhatIsWrittenIsReadBack) {
  for (const io::FilePlace& place :
       {io::FilePlace{18446744073709551615u, std::string("a b\0\n\xff", 6)}, io::FilePlace{}}) {
    for (const std::string log : {"/var/log/stunnel.log", "/var/log/name with blanks.log"}) {
      EXPECT_EQ(parse_log_place(log_place_text(log, place), log), place) << log;
    }
  }
}

TEST(LogPlace, AnythingElseIsNoPlace) {
  for (const std::string_view text :
       {"", "\n", "check_stunnel_log 1\n", "check_stunnel_log 1 1 61\n", "check_stunnel_log 1 1 61 /log",
        "check_stunnel_log 1 1 61 /other\n", "check_stunnel_log 1 -1 61 /log\n",
        "check_stunnel_log 1 1x 61 /log\n", "check_stunnel_log 2 1 61 /log\n",
        "check_stunnel_log 1  1 61 /log\n", "check_stunnel_log 1 1 6 /log\n",
        "check_stunnel_log 1 1 zz /log\n", "check_stunnel_log 1 1 6161 /log\n",
        "check_stunnel_log 1 99999999999999999999 61 /log\n"}) {
    EXPECT_FALSE(parse_log_place(text, "/log")) << text;
  }
}

}  // namespace
}  // namespace replwatch::nagios
