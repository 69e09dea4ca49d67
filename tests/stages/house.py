"""The rules of the house that a machine can hold: each check lists its complaints, 'file:line: what'."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess

from stages import arrows, source_tree

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "CHANGELOG.md", "SECURITY.md", "agent",
             "probes", "exporters", "nagios", "dashboards", "tests"}
TOP_LEVEL_OPTIONAL = {"CONTRIBUTING.md"}
VAGUE = ("manager", "helper", "helpers", "util", "utils", "data", "info", "handler")
LONGEST = 250       # lines of a .h or .cc
LONGEST_TEST = 300
TABLES = {"probes/link/cause.cc", "exporters/metric_rows.cc"}  # constant tables: as long as the contract
SHEBANGS = ("#!/usr/bin/python3", "#!/bin/sh", "#!/bin/bash", "#!/usr/bin/env bash")
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
THIS_MACHINE = re.compile(r"(?<![\w./-])/(wo" r"rk|tm" r"p/w|fa" r"rm)/")
LOCALE_NUMBERS = re.compile(r"(?<![\w.>])(?:std::)?(sto(?:d|f|ld|i|l|ll|ul|ull)|strto[a-z]+|ato[ifl]l?|[sf]?scanf)\s*\(")
VAGUE_TYPES = re.compile(r"\b(?:class|struct|enum class|enum)\s+(\w*(?:Manager|Helper|Util|Utils|Data|Info|Handler))\b")


def top_level(top: pathlib.Path) -> list[str]:
    there = {path.parts[0] for path in source_tree.files(top)}
    stray = [f"{name}: not one of the agreed entries" for name in sorted(there)
             if name not in TOP_LEVEL | TOP_LEVEL_OPTIONAL and not name.startswith(".")]
    return stray + [f"{name}: missing" for name in sorted(TOP_LEVEL - there)]


def file_names(top: pathlib.Path) -> list[str]:
    found = []
    for path in source_tree.files(top):
        for part in path.parts:
            for word in re.split(r"[^a-z]+", part.lower()):
                if word in VAGUE and not source_tree.is_fixture(path):
                    found.append(f"{path}: '{word}' names nothing")
    return found


def type_names(top: pathlib.Path) -> list[str]:
    return _lines(top, source_tree.is_cpp, VAGUE_TYPES, "says nothing of what it is", bare=True)


def file_sizes(top: pathlib.Path) -> list[str]:
    found = []
    for path, text in _texts(top, source_tree.is_cpp):
        limit = LONGEST_TEST if path.parts[0] == "tests" else LONGEST
        lines = text.count("\n")
        if lines > limit and path.as_posix() not in TABLES:
            found.append(f"{path}: {lines} lines, {limit} are the most")
    return found


def headers(top: pathlib.Path) -> list[str]:
    found = []
    for path, text in _texts(top, lambda path: path.suffix == ".h"):
        if not re.match(r"// \S", text):
            found.append(f"{path}:1: opens with no sentence on what it promises")
        if "#pragma once" not in text:
            found.append(f"{path}: no #pragma once")
    return found


def number_parsing(top: pathlib.Path) -> list[str]:
    return _lines(top, source_tree.is_cpp, LOCALE_NUMBERS, "reads numbers by the locale; use parse_number", bare=True)


def regular_expressions(top: pathlib.Path) -> list[str]:
    return _lines(top, source_tree.is_cpp, re.compile(r"std::(w?regex|regex_\w+)\b"), "is not used here", bare=True)


def unfinished(top: pathlib.Path) -> list[str]:
    return _lines(top, lambda path: True, UNFINISHED, "is unfinished work")


def machine_paths(top: pathlib.Path) -> list[str]:
    return _lines(top, lambda path: True, THIS_MACHINE, "is a path of one machine")


def silenced_tests(top: pathlib.Path) -> list[str]:
    pattern = re.compile(r"\bTEST(?:_F|_P)?\s*\(\s*\w+\s*,\s*(DISABLED_\w+)")
    return _lines(top, source_tree.is_cpp, pattern, "is a test that never runs", bare=True)


def whitespace(top: pathlib.Path) -> list[str]:
    found = []
    for path, text in _texts(top, lambda path: True):
        if text and not text.endswith("\n"):
            found.append(f"{path}: the last line has no end")
        for number, line in enumerate(text.split("\n"), 1):
            if line != line.rstrip() or ("\t" in line and source_tree.is_cpp(path)):
                found.append(f"{path}:{number}: blanks at the end, a carriage return, or a tab")
                break
    return found


def scripts(top: pathlib.Path) -> list[str]:
    found = []
    for path, text in _texts(top, lambda path: True):
        first, executable = text.split("\n", 1)[0], os.access(top / path, os.X_OK)
        if first.startswith("#!"):
            if first not in SHEBANGS:
                found.append(f"{path}:1: '{first}' is none of {', '.join(SHEBANGS)}")
            if not executable:
                found.append(f"{path}: has a #! and is not executable")
            if first.endswith("sh"):
                found += _shell_syntax(top, path, first.split("/")[-1].split()[-1])
        elif executable:
            found.append(f"{path}: is executable and has no #!")
    return found


def _shell_syntax(top: pathlib.Path, path: pathlib.PurePosixPath, shell: str) -> list[str]:
    read = subprocess.run([shell, "-n", top / path], stderr=subprocess.PIPE, text=True, check=False)
    return [] if read.returncode == 0 else [f"{path}: {read.stderr.strip()}"]


def _texts(top: pathlib.Path, wanted):
    for path in source_tree.files(top):
        if wanted(path) and not source_tree.is_fixture(path):
            text = source_tree.text(top, path)
            if text is not None:
                yield path, text


def _lines(top: pathlib.Path, wanted, pattern: re.Pattern, what: str, bare: bool = False) -> list[str]:
    found = []
    for path, text in _texts(top, wanted):
        for number, line in enumerate((source_tree.bare_cpp(text) if bare else text).split("\n"), 1):
            match = pattern.search(line)
            if match:
                found.append(f"{path}:{number}: '{match.group(match.lastindex or 0)}' {what}")
    return found


CHECKS = {
    "includes follow the arrows": arrows.check,
    "the top holds the agreed entries and no other": top_level,
    "file names name something": file_names,
    "type names name something": type_names,
    "files are short": file_sizes,
    "headers open with a promise": headers,
    "numbers are read without a locale": number_parsing,
    "no std::regex": regular_expressions,
    "nothing is marked as unfinished": unfinished,
    "no paths of one machine": machine_paths,
    "no test is silenced": silenced_tests,
    "lines end cleanly": whitespace,
    "scripts can be run": scripts,
}
