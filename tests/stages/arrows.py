"""Which folder may include what: probes <- exporters <- agent, probes <- nagios, and the rules inside probes."""

from __future__ import annotations

import pathlib
import re

from stages import source_tree

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)

# Folder -> the other folders of the tree it may include. Longest match wins.
MAY_INCLUDE = {
    "probes": (),  # the files of probes/ itself: the words that everything shares
    "probes/io": ("probes", "probes/mysql", "probes/tunnel", "probes/certificate", "probes/peer"),
    "probes/mysql": ("probes",),
    "probes/tunnel": ("probes",),
    "probes/certificate": ("probes",),
    "probes/peer": ("probes", "probes/link", "probes/mysql", "probes/tunnel", "probes/certificate"),
    "probes/service": ("probes",),
    "probes/link": ("probes", "probes/mysql", "probes/tunnel", "probes/certificate", "probes/peer"),
    "exporters": ("probes/*",),
    "exporters/http": ("probes/*", "exporters"),
    "nagios": ("probes/*",),
    "agent": ("probes/*", "exporters/*", "agent/*"),
    "agent/*": ("probes/*", "exporters/*", "agent/*"),
}
# The world is touched in probes/io only: elsewhere in probes these say that somebody looks at it by himself.
WORLD = re.compile(r"^(sys/(?!types\.h)|netinet/|linux/|unistd\.h|fcntl\.h|poll\.h|netdb\.h|mysql|mariadb|curl/|sqlite3|"
                   r"systemd/|fstream|filesystem|thread|future|asio)")


def includes(source: str) -> list[tuple[int, str, bool]]:
    """(line, name, in quotes) of each #include."""
    bare = source_tree.bare_cpp(source)
    return [(bare.count("\n", 0, match.start()) + 1, match.group(2), match.group(1) == '"')
            for match in _INCLUDE.finditer(bare)]


def is_look(path: pathlib.PurePosixPath) -> bool:
    return path.name.split(".")[0].split("_")[0] == "look"


def complaint(path: pathlib.PurePosixPath, name: str, quoted: bool) -> str | None:
    """Why `path` may not include `name`; None if it may."""
    folder = path.parent.as_posix()
    if not quoted:
        return _system_complaint(path, folder, name)
    target = pathlib.PurePosixPath(name).parent.as_posix()
    if not name.startswith(tuple(f"{code}/" for code in source_tree.CODE_FOLDERS)):
        return "a file of the tree is included by its path from the top"
    if target == folder or any(_matches(allowed, target) for allowed in _allowed(folder)):
        return None
    if is_look(path) and target == "probes/io":
        return None
    if folder == "nagios" and target.startswith("exporters") and path.name.startswith("check_replication_link"):
        return None
    return f"{folder} must not include from {target}"


def _system_complaint(path: pathlib.PurePosixPath, folder: str, name: str) -> str | None:
    if path.suffix == ".h" and name == "iostream":
        return "no <iostream> in headers"
    if name == "regex":
        return "no <regex>"
    if folder.startswith("agent") or folder == "probes/io" or is_look(path):
        return None
    if name.startswith("asio"):
        return "Asio belongs to probes/io, files named look*, and agent"
    if folder.startswith("probes") and WORLD.match(name):
        return "only probes/io touches the world"
    return None


def _allowed(folder: str) -> tuple[str, ...]:
    if folder in MAY_INCLUDE:
        return MAY_INCLUDE[folder]
    return MAY_INCLUDE.get(f"{folder.split('/')[0]}/*", ())


def _matches(allowed: str, target: str) -> bool:
    if allowed.endswith("/*"):
        return target == allowed[:-2] or target.startswith(allowed[:-1])
    return target == allowed


def check(top: pathlib.Path) -> list[str]:
    found = []
    for path in source_tree.files(top):
        if not source_tree.is_cpp(path) or path.parts[0] not in source_tree.CODE_FOLDERS:
            continue
        for line, name, quoted in includes(source_tree.text(top, path) or ""):
            why = complaint(path, name, quoted)
            if why:
                found.append(f"{path}:{line}: {name}: {why}")
    return found
