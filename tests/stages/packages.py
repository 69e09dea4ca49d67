"""Installs the Debian packages of tests/packages.txt that are missing, and starts no service of the system: not
during the installation and not at the next boot."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pathlib
import shutil
import subprocess

POLICY = pathlib.Path("/usr/sbin/policy-rc.d")
OURS = "# Put here by replwatch's tests/run for the time of an installation."
LOCK = pathlib.Path("/run/lock/replwatch-install.lock")
APT = ["apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3",
       "-o", "Dpkg::Options::=--force-confold"]


class CannotInstall(Exception):
    """One line for people: what is in the way and what to do."""


def names(text: str) -> list[str]:
    """The packages of a list: one a line, '#' begins a comment."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#", 1)[0].split()
        if len(words) > 1:
            raise ValueError(f"line {number}: one package a line, not '{' '.join(words)}'")
        found += words
    return found


def missing(wanted: list[str], dpkg_lines: str) -> list[str]:
    """Those of `wanted` that dpkg-query's lines 'name status' do not call installed."""
    installed = set()
    for line in dpkg_lines.splitlines():
        name, _, status = line.partition(" ")
        if status == "install ok installed":
            installed.add(name.split(":")[0])
    return [name for name in wanted if name not in installed]


def look(wanted: list[str]) -> list[str]:
    if not shutil.which("dpkg-query"):
        raise CannotInstall("this is no Debian (no dpkg-query): install what tests/packages.txt names by hand, and "
                            "run with --no-install")
    seen = subprocess.run(["dpkg-query", "-W", "-f", "${binary:Package} ${Status}\n", *wanted],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return missing(wanted, seen.stdout)


def install(packages_file: pathlib.Path, log: pathlib.Path, say=print) -> int:
    """Sees to it that all packages are there; returns how many it had to install."""
    wanted = names(packages_file.read_text(encoding="utf-8"))
    lacking = look(wanted)
    if not lacking:
        return 0
    if os.geteuid() != 0:
        raise CannotInstall(f"packages are missing ({' '.join(lacking)}): run 'sudo tests/run --install-only' once")
    log.parent.mkdir(parents=True, exist_ok=True)
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another checkout may be at the same
        lacking = look(wanted)
        if not lacking:
            return 0
        say(f"installing {len(lacking)} packages: {' '.join(lacking)}")
        before = set(_all_installed())
        with log.open("ab") as out, services_denied():
            _apt(out, "update")
            _apt(out, "install", "--no-install-recommends", *lacking)
            _disable_services([name for name in _all_installed() if name not in before], out)
    still = look(wanted)
    if still:
        raise CannotInstall(f"apt-get ended well, and yet these are missing: {' '.join(still)}; see {log}")
    return len(lacking)


@contextlib.contextmanager
def services_denied(policy: pathlib.Path = POLICY):
    """While it lasts, packages may not start services. A policy of the machine's owner is left as it is."""
    ours = not policy.exists() or OURS in policy.read_text(encoding="utf-8", errors="replace")
    if ours:  # a killed run may have left its own behind
        policy.parent.mkdir(parents=True, exist_ok=True)
        policy.write_text(f"#!/bin/sh\n{OURS}\nexit 101\n", encoding="utf-8")
        policy.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            policy.unlink(missing_ok=True)


def services(dpkg_listing: str) -> list[list[str]]:
    """The commands that keep the services among the files of a package from starting at boot."""
    found = []
    for line in dpkg_listing.splitlines():
        path = pathlib.PurePath(line)
        if path.parent.as_posix() == "/etc/init.d":
            found.append(["update-rc.d", path.name, "disable"])
        elif path.parent.as_posix().endswith("lib/systemd/system") and path.suffix in (".service", ".timer", ".socket"):
            if "@" not in path.name:
                found.append(["systemctl", "disable", path.name])
    return found


def _all_installed() -> list[str]:
    return subprocess.run(["dpkg-query", "-W", "-f", "${binary:Package}\n"], stdout=subprocess.PIPE, text=True,
                          check=True).stdout.split()


def _disable_services(installed_now: list[str], out) -> None:
    for package in installed_now:
        listing = subprocess.run(["dpkg", "-L", package], stdout=subprocess.PIPE, text=True, check=True).stdout
        for command in services(listing):
            if shutil.which(command[0]):  # without it nothing would start the service either
                subprocess.run(command, stdout=out, stderr=out, check=False)


def _apt(out, *words: str) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    ended = subprocess.run([*APT, *words], stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env, check=False)
    if ended.returncode != 0:
        raise CannotInstall(f"apt-get {words[0]} failed (exit code {ended.returncode}); see {out.name}")
