"""The servers a bed can be made of: which package of which Debian suite has each, and how its programs are started.

The server of the machine itself runs as it is installed; the others run from a folder of their own
(server_packages.py) with that folder's loader and libraries: no chroot, so no root and no mounts are needed.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import server_packages
from .waiting import BedError

HOST = "mariadb-10.11"
LIBRARIES = ("usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu")
LOADER = "ld-linux-x86-64.so.2"


@dataclass(frozen=True)
class Flavor:
    """One server; `kind` is 'mariadb' or 'mysql', `share` where its messages and its SQL for a new data directory lie."""

    name: str
    kind: str
    suite: str
    package: str
    program: str
    share: str


FLAVORS = {one.name: one for one in (
    Flavor("mariadb-10.5", "mariadb", "bullseye", "mariadb-server-core-10.5", "mariadbd", "usr/share/mysql"),
    Flavor(HOST, "mariadb", "", "mariadb-server-core", "mariadbd", "usr/share/mysql"),
    Flavor("mariadb-11.8", "mariadb", "trixie", "mariadb-server-core", "mariadbd", "usr/share/mariadb"),
    Flavor("mysql-9.7", "mysql", "sid", "mysql-server-core", "mysqld", "usr/share/mysql"),
)}


def of(name):
    try:
        return FLAVORS[name]
    except KeyError:
        raise BedError(f"{name}: no such server; there are {', '.join(FLAVORS)}") from None


def check_pair(source, replica):
    """Refuses a pair that cannot replicate: the two kinds no longer read each other's logs."""
    if of(source).kind != of(replica).kind:
        raise BedError(f"{replica} cannot follow {source}: MariaDB and MySQL of these versions do not read each other's logs")


def root(flavor):
    """The folder a server runs from, fetched if need be; / is the machine's own."""
    return server_packages.provide(flavor.name, flavor.suite, flavor.package) if flavor.suite else Path("/")


def program(name):
    """The words that start a server, without any option."""
    flavor = of(name)
    if not flavor.suite:
        # It lives in /usr/sbin, which is not on every PATH.
        found = shutil.which(flavor.program, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
        if not found:
            raise BedError(f"{flavor.program}: not installed (Debian: {flavor.package})")
        return [found]
    place = root(flavor)
    libraries = [place / folder for folder in LIBRARIES if (place / folder).is_dir()]
    loader = next(folder / LOADER for folder in libraries if (folder / LOADER).is_file())
    return [str(loader), "--library-path", ":".join(map(str, libraries)), str(place / "usr/sbin" / flavor.program)]


def places(name):
    """The options that tell a server where its own files are; none for the machine's own."""
    flavor = of(name)
    if not flavor.suite:
        return []
    place = root(flavor)
    share = place / flavor.share
    return [f"--basedir={place / 'usr'}", f"--lc-messages-dir={share}", f"--character-sets-dir={share / 'charsets'}"]
