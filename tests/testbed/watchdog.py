"""Takes a bed down when its owner is gone: a process of the bed's own that waits on the owner's pidfd."""

import os
import select
import sys
import time

from . import processes
from .lifetime import take_down
from .state import state_file
from .waiting import BedError

LOOK_SECONDS = 1.0
ATTEMPTS = 5


def wait_for_end(owner, still_wanted):
    """Returns when the owner has ended, or when the bed no longer wants this watchdog."""
    try:
        handle = os.pidfd_open(owner.pid)
    except ProcessLookupError:
        return
    try:
        while owner.state() != "gone" and still_wanted():
            select.select([handle], [], [], LOOK_SECONDS)
    finally:
        os.close(handle)


def main(directory, pid, start):
    owner = processes.Process(int(pid), int(start))
    wait_for_end(owner, state_file(directory).exists)
    for _ in range(ATTEMPTS):
        try:
            take_down(directory)
            return 0
        except BedError as error:
            print(error, file=sys.stderr, flush=True)
            time.sleep(LOOK_SECONDS)
    return 1
