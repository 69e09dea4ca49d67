"""Each rule of the house finds what it forbids, and lets stand what it allows."""

import pathlib

import pytest

from stages import arrows, house

ALLOWED = [
    ("probes/mysql/replica_status.cc", "probes/text.h"),
    ("probes/mysql/look.cc", "probes/io/mariadb.h"),
    ("probes/mysql/look_source.cc", "probes/io/mariadb.h"),
    ("probes/io/mariadb.h", "probes/mysql/table.h"),
    ("probes/link/evidence.h", "probes/tunnel/tunnel_state.h"),
    ("exporters/snapshot.h", "probes/link/verdict.h"),
    ("exporters/http/server.cc", "exporters/snapshot.h"),
    ("agent/main.cc", "exporters/http/server.h"),
    ("agent/config/document.cc", "agent/config/problem.h"),
    ("agent/commands/check_config.cc", "agent/config/load.h"),
    ("agent/targets.h", "agent/config/config.h"),
    ("nagios/check_mysql_replica.cc", "probes/io/run.h"),
    ("nagios/check_replication_link.cc", "exporters/status_json.h"),
]
REFUSED = [
    ("probes/text.cc", "probes/io/file.h"),
    ("probes/text.cc", "probes/mysql/table.h"),
    ("probes/mysql/replica_status.cc", "probes/io/mariadb.h"),
    ("probes/mysql/outlook.cc", "probes/io/mariadb.h"),
    ("probes/mysql/look.cc", "probes/tunnel/log_event.h"),
    ("probes/tunnel/log_reader.cc", "probes/mysql/table.h"),
    ("probes/link/diagnose.cc", "probes/io/clock.h"),
    ("probes/io/run.h", "probes/link/verdict.h"),
    ("probes/io/run.h", "agent/agent.h"),
    ("exporters/text.cc", "exporters/http/server.h"),
    ("exporters/text.cc", "nagios/outcome.h"),
    ("exporters/text.cc", "agent/config.h"),
    ("nagios/check_mysql_replica.cc", "exporters/status_json.h"),
    ("nagios/outcome.cc", "agent/config.h"),
    ("agent/main.cc", "nagios/outcome.h"),
    ("agent/main.cc", "main.h"),
]


def complaint(file, name, quoted=True):
    return arrows.complaint(pathlib.PurePosixPath(file), name, quoted)


@pytest.mark.parametrize("file,name", ALLOWED)
def test_arrow_allowed(file, name):
    assert complaint(file, name) is None


@pytest.mark.parametrize("file,name", REFUSED)
def test_arrow_refused(file, name):
    assert complaint(file, name)


@pytest.mark.parametrize("file,name,good", [
    ("probes/io/run.h", "asio/io_context.hpp", True),
    ("probes/mysql/look.h", "asio/awaitable.hpp", True),
    ("agent/main.cc", "asio/signal_set.hpp", True),
    ("exporters/text.cc", "asio/post.hpp", False),
    ("nagios/check_x.cc", "asio.hpp", False),
    ("probes/tunnel/stunnel_conf.cc", "fstream", False),
    ("probes/link/diagnose.cc", "unistd.h", False),
    ("probes/mysql/table.h", "mysql.h", False),
    ("probes/link/diagnose.cc", "algorithm", True),
    ("agent/main.cc", "regex", False),
    ("agent/main.cc", "iostream", True),
    ("agent/main.h", "iostream", False),
])
def test_system_headers(file, name, good):
    assert (complaint(file, name, quoted=False) is None) == good


def test_an_include_in_a_comment_is_none():
    assert arrows.includes('// #include "a/b.h"\n/*\n#include <c>\n*/\n#  include <d.h>\n') == [(5, "d.h", False)]


# Rule, file, its text, and whether the rule complains. Words that the rules forbid are put together here, because the
# rules look at this file too.
RULES = [
    (house.file_names, "agent/log_man" "ager.cc", "", True),
    (house.file_names, "agent/ut" "il/x.cc", "", True),
    (house.file_names, "agent/database.cc", "", False),
    (house.file_names, "agent/information.cc", "", False),
    (house.type_names, "agent/x.h", "class PollMan" "ager {", True),
    (house.type_names, "agent/x.h", "// class PollMan" "ager", False),
    (house.type_names, "agent/x.h", "struct Metadatum {", False),
    (house.file_sizes, "agent/x.cc", "x\n" * 250, False),
    (house.file_sizes, "agent/x.cc", "x\n" * 251, True),
    (house.file_sizes, "probes/link/cause.cc", "x\n" * 400, False),
    (house.file_sizes, "tests/unit/a/x_test.cc", "x\n" * 301, True),
    (house.headers, "agent/x.h", "// What it is.\n#pragma once\n", False),
    (house.headers, "agent/x.h", "#pragma once\n", True),
    (house.headers, "agent/x.h", "// What it is.\n", True),
    (house.number_parsing, "agent/x.cc", "int n = std::stoi(s);", True),
    (house.number_parsing, "agent/x.cc", "n = strtoul(s, nullptr, 10);", True),
    (house.number_parsing, "agent/x.cc", "n = atof (s);", True),
    (house.number_parsing, "agent/x.cc", "sscanf(s, f, &n);", True),
    (house.number_parsing, "agent/x.cc", "n = parse_number<int>(s); restoi(s); x.stod(s);", False),
    (house.number_parsing, "agent/x.cc", "// never std::stoi(s)", False),
    (house.regular_expressions, "agent/x.cc", "std::regex_match(a, b)", True),
    (house.regular_expressions, "agent/x.cc", "expression(a)", False),
    (house.unfinished, "agent/x.py", "# TO" "DO: more", True),
    (house.unfinished, "agent/x.md", "FIX" "ME", True),
    (house.unfinished, "tests/fixtures/x.log", "XX" "X", False),
    (house.machine_paths, "agent/x.md", "see /wo" "rk/main", True),
    (house.machine_paths, "agent/x.md", "see /home/wo" "rk/x and ../wo" "rk/", False),
    (house.silenced_tests, "tests/unit/a/x_test.cc", "TEST(A, DISA" "BLED_B) {", True),
    (house.silenced_tests, "tests/unit/a/x_test.cc", "TEST(A, B) {", False),
    (house.whitespace, "agent/x.md", "a \n", True),
    (house.whitespace, "agent/x.md", "a\r\n", True),
    (house.whitespace, "agent/x.md", "a", True),
    (house.whitespace, "agent/x.cc", "\ta\n", True),
    (house.whitespace, "agent/x.md", "a\n\nb\n", False),
]


@pytest.mark.parametrize("rule,file,text,complains", RULES)
def test_rule(tmp_path, rule, file, text, complains):
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_bytes(text.encode())
    assert bool(rule(tmp_path)) == complains


@pytest.mark.parametrize("text,mode,complains", [
    ("#!/usr/bin/python3\n", 0o755, False),
    ("#!/usr/bin/env python3\n", 0o755, True),
    ("#!/bin/sh\ntrue\n", 0o644, True),
    ("#!/bin/sh\nif\n", 0o755, True),
    ("true\n", 0o755, True),
    ("true\n", 0o644, False),
])
def test_scripts(tmp_path, text, mode, complains):
    (tmp_path / "x").write_text(text)
    (tmp_path / "x").chmod(mode)
    assert bool(house.scripts(tmp_path)) == complains


def test_top_level_names_what_is_missing_and_what_is_stray(tmp_path):
    for name in house.TOP_LEVEL - {"LICENSE"}:
        (tmp_path / name).write_text("")
    (tmp_path / "notes.txt").write_text("")
    assert house.top_level(tmp_path) == ["notes.txt: not one of the agreed entries", "LICENSE: missing"]
