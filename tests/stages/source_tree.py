"""The files of the checkout as the checks see them, with or without git: paths, text, and C++ without comments and
literals."""

from __future__ import annotations

import os
import pathlib
import re

NOT_SOURCE = {"build", ".git", "__pycache__", ".pytest_cache", ".cache", ".idea", ".vscode", ".venv"}
CODE_FOLDERS = ("probes", "exporters", "nagios", "agent")


def files(top: pathlib.Path) -> list[pathlib.PurePosixPath]:
    """All source files, relative to the top, sorted."""
    found = []
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if name not in NOT_SOURCE)
        for name in names:
            if not name.endswith((".pyc", "~", ".swp")) and name not in NOT_SOURCE:
                found.append(pathlib.PurePosixPath((pathlib.Path(folder) / name).relative_to(top).as_posix()))
    return sorted(found)


def is_cpp(path: pathlib.PurePosixPath) -> bool:
    return path.suffix in (".h", ".cc")


def is_fixture(path: pathlib.PurePosixPath) -> bool:
    """Verbatim output of other programs, which no check of ours may judge."""
    return "fixtures" in path.parts or "expected" in path.parts or "seeds" in path.parts


def text(top: pathlib.Path, path: pathlib.PurePosixPath) -> str | None:
    """The file's text; None for what is no text."""
    raw = (top / path).read_bytes()
    if b"\0" in raw:
        return None
    return raw.decode("utf-8", errors="replace")


_TOKENS = re.compile(
    r'(?P<raw>R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")'
    r"|(?P<string>\"(?:\\.|[^\"\\\n])*\")"
    r"|(?P<separator>(?<=[0-9a-fA-F])'(?=[0-9a-fA-F]))"
    r"|(?P<char>'(?:\\.|[^'\\\n])+')"
    r"|(?P<line>//[^\n]*)"
    r"|(?P<block>/\*.*?\*/)",
    re.DOTALL)


def bare_cpp(source: str) -> str:
    """C++ with comments and literals emptied, each line where it was; #include lines keep their names."""
    def emptied(match: re.Match) -> str:
        if match.lastgroup == "string" or match.group("string"):
            start = source.rfind("\n", 0, match.start()) + 1
            if source[start:match.start()].lstrip().startswith("#include"):
                return match.group(0)
            return '""'
        if match.group("separator"):
            return ""
        quote = '""' if match.group("raw") else "''" if match.group("char") else " "
        return quote + "\n" * match.group(0).count("\n")
    return _TOKENS.sub(emptied, source)
