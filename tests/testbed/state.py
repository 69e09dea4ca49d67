"""What a bed knows of itself, kept in D/bed.json (replaced atomically) under a lock that one command at a time holds.

The file is written before anything else is made, so whatever a killed command left can be found from it. `down`
removes only a directory that has it.
"""

import fcntl
import json
import os
import time
from contextlib import contextmanager
from pathlib import Path

from .processes import Process
from .waiting import BedError

VERSION = 2
PARTS = ("source", "replica", "stunnel-server", "stunnel-client", "writer")
LOCK_DEADLINE = 120.0


def state_file(directory):
    return Path(directory) / "bed.json"


def load(directory):
    """The content of bed.json; BedError when there is no bed or one of another version."""
    try:
        values = json.loads(state_file(directory).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BedError(f"{directory}: no bed here (bring one up with: testbed up --dir {directory})") from None
    except (OSError, ValueError) as error:
        raise BedError(f"{state_file(directory)}: {error}") from None
    if values.get("version") != VERSION:
        raise BedError(f"{state_file(directory)}: made by another version of the test bed; take it down with that one")
    return values


def save(directory, values):
    new = Path(directory) / "bed.json.new"
    with open(new, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        json.dump(values, file, indent=2)
        file.write("\n")
    os.replace(new, state_file(directory))


def recorded(values, part):
    """The Process of a part as last written down, or None."""
    entry = values["processes"].get(part)
    return Process(entry["pid"], entry["start"]) if entry else None


@contextmanager
def locked(directory, deadline=LOCK_DEADLINE):
    """Holds the bed's lock; it is the kernel's, so it goes with the command that held it, however that ends."""
    end = time.monotonic() + deadline
    while (handle := _try_lock(Path(directory) / "lock")) is None:
        if time.monotonic() >= end:
            raise BedError(f"{directory}: another command has held the bed for {deadline:g} s")
        time.sleep(0.02)
    try:
        yield
    finally:
        os.close(handle)


def _try_lock(path):
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except FileNotFoundError:
        raise BedError(f"{path.parent}: no bed here") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The directory may have been taken down, and made anew, between opening and locking.
        if os.path.samestat(os.fstat(handle), os.stat(path)):
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(handle)
    return None
