#include "probes/tunnel/subject_name.h"

#include <gtest/gtest.h>

#include "probes/text.h"

namespace replwatch::tunnel {
namespace {

TEST(SubjectName, BothStylesReadTheSame) {
  const struct {
    std::string_view slash, comma;
  } rows[] = {
      {"/DC=es/DC=irisgrid/O=ifca/CN=host/server1.domain.one",
       "DC=es, DC=irisgrid, O=ifca, CN=host/server1.domain.one"},
      {"/CN=plain", "CN=plain"},
      {"/C=PT/O=LIPCA/O=LIP/OU=Lisboa/CN=Goncalo Borges",
       "C=PT, O=LIPCA, O=LIP, OU=Lisboa, CN=Goncalo Borges"},
      {"/CN=a/b/c", "CN=a/b/c"},
      {"/CN=x/emailAddress=a@b.c", "CN=x, emailAddress=a@b.c"},
      {"/0.9.2342.19200300.100.1.1=me/CN=x", "0.9.2342.19200300.100.1.1=me, CN=x"},
      {"/O=Foo, Inc./CN=x", "O=\"Foo, Inc.\", CN=x"},
      {"/CN=Mu\\xC3\\xB1oz", "CN=Mu\xC3\xB1oz"},
      {"/CN=evil\\x0A2026.11.22", "CN=evil\\x0A2026.11.22"},
      {"/CN=", "CN="},
      {"/CN=trailing/", "CN=trailing/"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(subject_in_comma_form(row.slash), row.comma) << row.slash;
    EXPECT_EQ(subject_in_comma_form(row.comma), row.comma) << row.comma;
  }
}

TEST(SubjectName, WhatIsNoSlashFormIsKept) {
  for (const std::string_view text : {"", "/", "//", "/=", "/no equals", "CN=\"evil\\0A\", O=x", "words"}) {
    EXPECT_EQ(subject_in_comma_form(text), text);
  }
}

TEST(SubjectName, InvalidBytesNeverComeOut) {
  for (const std::string_view text : {"/CN=\xFF", "CN=\xC3", "/CN=\\xFF/O=\xC3\xB1", "/CN=a\x01"}) {
    const std::string subject = subject_in_comma_form(text);
    EXPECT_EQ(subject, valid_utf8(subject));
    EXPECT_EQ(subject.find('\x01'), std::string::npos);
  }
}

}  // namespace
}  // namespace replwatch::tunnel
