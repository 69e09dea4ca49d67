"""A fresh data directory, made once per server version and kept in the user's cache, for mariadb-install-db is slow.

The cache is ~/.cache/replwatch-testbed (or below XDG_CACHE_HOME); REPLWATCH_TESTBED_CACHE=no does without. It is used
only where it belongs to us and nobody else may write; an entry appears complete or not at all. It holds no passwords:
a bed sets its own at its first start.
"""

import hashlib
import os
import shutil
import stat
from pathlib import Path

from . import database, flavor, processes
from .waiting import BedError


def make(server, bed, user, log):
    """Returns a data directory of a flavor to copy from; the caller removes it if it lies in the bed (`bed`/template-SERVER)."""
    inside = Path(bed) / f"template-{server}"
    folder = _folder()
    if inside.exists() or folder is None:
        if not inside.exists():
            database.install(server, inside, user, bed, log)
        return inside
    entry = folder / _key(server, user)
    if not entry.exists():
        database.install(server, inside, user, bed, log)
        _keep(inside, entry, bed, log)
        return inside
    return entry


def forget_unfinished(bed):
    """Removes what a command killed while it filled the cache left there."""
    folder = _folder()
    if folder:
        for path in folder.glob(f"*.{_token(bed)}*"):
            shutil.rmtree(path, ignore_errors=True)


def _keep(inside, entry, bed, log):
    """A full disk or another bed that was quicker is no trouble: there is always the bed's own copy."""
    mine = entry.with_name(f"{entry.name}.{_token(bed)}")
    try:
        database.copy_data(inside, mine, bed, log)
        mine.rename(entry)
    except (BedError, OSError):
        forget_unfinished(bed)


def _token(bed):
    return hashlib.sha256(str(bed).encode()).hexdigest()[:10]


def _key(server, user):
    """Another server, other sizes or another account make another template."""
    program = flavor.program(server)
    version = processes.run([*program, "--version"])
    what = f"{version}{os.stat(program[-1]).st_mtime_ns}{database.SIZES[flavor.of(server).kind]}{user}"
    return hashlib.sha256(what.encode()).hexdigest()[:16]


def _folder():
    """The cache's directory, or None where there is none that we may trust."""
    if os.environ.get("REPLWATCH_TESTBED_CACHE") == "no":
        return None
    above = Path(os.environ.get("XDG_CACHE_HOME") or Path(os.path.expanduser("~")) / ".cache")
    try:
        if above.parent.stat().st_uid != os.geteuid():
            return None
        folder = above / "replwatch-testbed"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = folder.lstat()
    except OSError:
        return None
    safe = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022
    return folder if safe else None
