"""Takes a bed down when its owner is gone: a process of the bed's own that waits on the owner's pidfd."""

import os
import select
import sys
import time

from . import processes
from .lifetime import take_down
from .waiting import BedError

LOOK_SECONDS = 1.0
ATTEMPTS = 5


def wait_for_end(owner):
    """Returns when the owner has ended; `down`, or a new owner's watchdog, kills this one before that."""
    try:
        handle = os.pidfd_open(owner.pid)
    except ProcessLookupError:
        return
    try:
        while owner.state() != "gone":
            select.select([handle], [], [], LOOK_SECONDS)
    finally:
        os.close(handle)


def main(directory, pid, start):
    wait_for_end(processes.Process(int(pid), int(start)))
    for _ in range(ATTEMPTS):
        try:
            take_down(directory)
            return 0
        except BedError as error:
            print(error, file=sys.stderr, flush=True)
            time.sleep(LOOK_SECONDS)
    return 1
