"""Debian's own packages of a server of another suite, unpacked with all they need into a folder kept in the cache.

apt fetches them against an empty machine, so the folder has its own C library, and checks the archive's signature; no
package is installed and nothing of them is run here. A folder appears complete (with the list of its packages'
versions) or not at all; one run at a time fetches, others wait for it and use what it made. REPLWATCH_CACHE names the
cache; otherwise it is /var/cache/replwatch for root, whose home the servers' account may not enter, and
~/.cache/replwatch (or below XDG_CACHE_HOME) for others.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import processes
from .waiting import BedError

MIRROR = os.environ.get("REPLWATCH_DEBIAN_MIRROR", "http://deb.debian.org/debian")
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
VERSIONS = "replwatch-versions.txt"
FETCH_DEADLINE = 300.0


class CannotProvide(BedError):
    """This machine cannot have the packages, and why: a reason to skip, not a fault of what is tested."""


def folder():
    above = "/var/cache" if os.geteuid() == 0 else (
        os.environ.get("XDG_CACHE_HOME") or Path(os.path.expanduser("~")) / ".cache")
    return Path(os.path.realpath(os.environ.get("REPLWATCH_CACHE") or Path(above) / "replwatch")) / "servers"


def provide(name, suite, package):
    """The folder of a server, fetched unless it is there whole."""
    place = folder() / name
    if is_whole(place):
        return place
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        lock = open(place.parent / f"{name}.lock", "w", encoding="ascii")
    except OSError as error:
        raise CannotProvide(f"{place.parent}: {error.strerror}: no place to keep {name}") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_whole(place):
            _fetch(name, suite, package, place)
    return place


def is_whole(place):
    """Whether each file that was unpacked is still there with its size: a folder that somebody damaged is made anew."""
    try:
        lines = (place / VERSIONS).read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    sizes = [line.split("\t")[1:] for line in lines if line.startswith("file\t")]
    return bool(sizes) and all(_size(place / path) == int(size) for size, path in sizes)


def versions(name):
    """{package: version} of what a server was unpacked from."""
    lines = (folder() / name / VERSIONS).read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[1:] for line in lines if line.startswith("package\t"))


def _size(path):
    try:
        return path.stat().st_size
    except OSError:
        return None


def _say(text):
    print(f"testbed: {text}", file=sys.stderr, flush=True)


def _fetch(name, suite, package, place):
    for tool in ("apt-get", "dpkg-deb"):
        if not shutil.which(tool):
            raise CannotProvide(f"{name}: this machine has no {tool}, so Debian's package {package} ({suite}) cannot be had")
    work = place.with_name(f"{name}.new")
    for old in (place, work):
        shutil.rmtree(old, ignore_errors=True)
    try:
        _say(f"{name}: fetching {package} of Debian {suite}")
        archives = _download(name, suite, package, work / "apt")
        _say(f"{name}: unpacking {len(archives)} packages")
        _unpack(archives, work / "root")
        (work / "root").rename(place)
        _say(f"{name}: ready in {place}, {package} {versions(name)[package]}")
    except OSError as error:
        raise CannotProvide(f"{name}: {error}") from None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _download(name, suite, package, place):
    """The archives of a package and all that it depends on."""
    for part in ("lists/partial", "archives/partial", "empty"):
        (place / part).mkdir(parents=True)
    (place / "status").touch()
    (place / "sources.list").write_text(f"deb [signed-by={KEYRING}] {MIRROR} {suite} main\n", encoding="utf-8")
    settings = {
        "Dir::State::Lists": place / "lists", "Dir::State::status": place / "status", "Dir::Cache": place,
        "Dir::Cache::archives": place / "archives", "Dir::Etc::sourcelist": place / "sources.list",
        "Dir::Etc::sourceparts": place / "empty", "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": place / "empty", "APT::Install-Recommends": "0", "APT::Architecture": "amd64",
        "APT::Sandbox::User": "", "Acquire::Languages": "none", "Acquire::Retries": "3", "Debug::NoLocking": "1",
        "APT::Update::Error-Mode": "any",
    }
    options = [word for key, value in settings.items() for word in ("-o", f"{key}={value}")]
    for words in (["update"], ["--download-only", "install", package]):
        try:
            done = subprocess.run(["apt-get", "-q", "-y", *options, *words], capture_output=True, text=True, check=False,
                                  stdin=subprocess.DEVNULL, timeout=FETCH_DEADLINE, env={**os.environ, "LC_ALL": "C.UTF-8"})
        except subprocess.TimeoutExpired:
            raise CannotProvide(f"{name}: apt-get {words[0]}: {MIRROR} does not answer within {FETCH_DEADLINE:g} s") from None
        if done.returncode != 0:
            said = [line for line in done.stderr.splitlines() if line.startswith(("E:", "Err:", "W:"))]
            raise CannotProvide(f"{name}: apt-get {words[0]} of {suite} is refused: {(said or [done.stderr.strip()])[0]}")
    return sorted((place / "archives").glob("*.deb"))


def _unpack(archives, place):
    place.mkdir()
    lines = []
    for archive in archives:
        processes.run(["dpkg-deb", "--extract", str(archive), str(place)])
        found = processes.run(["dpkg-deb", "--show", "--showformat=${Package}\t${Version}", str(archive)])
        lines.append(f"package\t{found.strip()}")
    for path in sorted(place.rglob("*")):
        if path.is_file() and not path.is_symlink():
            lines.append(f"file\t{path.stat().st_size}\t{path.relative_to(place)}")
    (place / VERSIONS).write_text("\n".join(lines) + "\n", encoding="utf-8")
